import { RUN_APIS } from './apis.ts';
import { describeMatrix } from './matrix.ts';

describeMatrix(RUN_APIS);
