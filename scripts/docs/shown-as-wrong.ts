/** Commands that a page shows because they do not work. */
export const shownAsWrong = ['npm run suite digits --epochs 1'];
