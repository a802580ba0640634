/** Beyond it, in logarithms, a density has no weight left in double precision. */
const negligible = 40;
const points = 2000;

/**
 * The mean of a function of s, where s is a standard deviation as it is estimated with that many degrees of freedom,
 * divided by the true one: s^2 follows chi squared / degrees of freedom. Over log s the integrand is smooth and dies away on
 * both sides, so that the error of the trapezoidal rule falls exponentially.
 * @param edge the function is 0 beyond it, with a kink there: it is put at infinity by a change of variable
 */
export function meanOverDeviations(value: (s: number) => number, degreesOfFreedom: number, edge = Infinity): number {
  // The density of x = log s, less its highest value, which is at x = 0.
  const density = (x: number) => Math.exp(degreesOfFreedom * (x - Math.expm1(2 * x) / 2));
  const width = Math.sqrt(negligible / degreesOfFreedom);
  const [low, high] = [-negligible / degreesOfFreedom - width, width];
  const at = (x: number) => density(x) * value(Math.exp(x));
  const whole = integral(density, low, high);
  if (edge === Infinity) return integral(at, low, high) / whole;
  const end = Math.log(edge);
  const beforeEdge = (y: number) => at(end - Math.log1p(Math.exp(-y))) / (1 + Math.exp(y));
  return integral(beforeEdge, low - end, Math.max(0, low - end) + negligible) / whole;
}

/** By the trapezoidal rule; the function is nothing at both ends. */
function integral(value: (x: number) => number, low: number, high: number): number {
  let sum = 0;
  for (let point = 0; point <= points; point++) sum += value(low + ((high - low) * point) / points);
  return (sum * (high - low)) / points;
}
