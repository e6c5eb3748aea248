/** The bundled data on the framework and the clouds. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { platformData } from '../../server/kubestack/platform/platformData';

export const bundledData = platformData(name => readFileSync(join(__dirname, '../..', name)));
