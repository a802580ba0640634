import classes from './classes.json' with { type: 'json' };

/** How many labels the official archive has; 0 is a pixel without one. */
export const nyuDepthLabels = classes.length;

/**
 * The class of each label, 1 to 13 of 1 to 894, and 0 of 0. The labels were brought to 40 classes by Gupta, Arbelaez,
 * Malik, "Perceptual organization and recognition of indoor scenes from RGB-D images", CVPR 2013, and those to the 13 of
 * Couprie, Farabet, Najman, LeCun, ICLR 2013; both steps as `classMapping40.mat` and `class13Mapping.mat` in
 * github.com/ankurhanda/nyuv2-meta-data have them, taken together in the file here.
 */
export const classOfLabel = Uint8Array.of(0, ...classes);
