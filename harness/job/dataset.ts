// A part of the contract, as networks and distillers are: of a data set no more than its declaration.
export { type Dataset, datasetSchema, datasetText, isLabelled, testImages } from '../data/sets/registry.ts';
