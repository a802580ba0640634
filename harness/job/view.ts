export { type View, viewSchema } from '../data/sets/view-schema.ts';
