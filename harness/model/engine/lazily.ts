/** Something that is made when one of its properties is first read. */
export function lazily<Made extends object>(make: () => Made): Made {
  let made: Made | undefined;
  return new Proxy({} as Made, {
    get(_, name) {
      made ??= make();
      return made[name as keyof Made];
    },
  });
}
