/** What of a student is compared. Accuracy is what tables hold; the other two show much smaller differences in how it was trained. */
export const quantities = ['accuracy', 'loss', 'weightNorm'] as const;
export type ComparedQuantity = (typeof quantities)[number];

export const quantityTitles: Record<ComparedQuantity, string> = {
  accuracy: 'test accuracy, %',
  loss: 'training loss',
  weightNorm: "norm of the student's weights",
};

/** Of one student, after the last epoch. */
export type MeasuredQuantities = Record<ComparedQuantity, number>;

/** Is a difference of it given in per cent of the reference's mean, and not in points? */
export const isRelative = (quantity: ComparedQuantity) => quantity !== 'accuracy';

/** Differences up to these count as none: points of accuracy, else per cent. */
export type Margins = Record<ComparedQuantity, number>;
