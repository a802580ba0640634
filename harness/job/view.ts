export { type View, viewSchema } from '../data/view-schema.ts';
