import { describeFirestoreKills } from './on-firestore.ts';

describeFirestoreKills('second');
