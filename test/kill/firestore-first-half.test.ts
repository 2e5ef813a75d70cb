import { describeFirestoreKills } from './on-firestore.ts';

describeFirestoreKills('first');
