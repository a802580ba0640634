/** What of a student is compared. Accuracy is what tables hold; the other two show much smaller differences in how it was trained. */
export const quantities = ['accuracy', 'loss', 'weightNorm'] as const;
export type Quantity = (typeof quantities)[number];

export const quantityTitles: Record<Quantity, string> = {
  accuracy: 'test accuracy, %',
  loss: 'training loss',
  weightNorm: "norm of the student's weights",
};

/** Of one student, after the last epoch. */
export type Measured = Record<Quantity, number>;

/** Is a difference of it given in per cent of the reference's mean, and not in points? */
export const isRelative = (quantity: Quantity) => quantity !== 'accuracy';

/** Differences up to these count as none: points of accuracy, else per cent. */
export type Margins = Record<Quantity, number>;
