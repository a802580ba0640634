// A thread has none of the loaders that its process was started with: this one lets it read TypeScript.
import { workerData } from 'node:worker_threads';
import '../../scripts/typescript.mjs';

await import(workerData.program);
