/** A number with room behind it for a sign or a bracket, so that numbers stand below each other. */
export function SignedNumber({ text }: { text: string }) {
  const [, number, sign] = /^(\(?[\d.]+)(.*)$/.exec(text) ?? [];
  if (number === undefined) return <>{text}</>;
  return (
    <>
      {number}
      <span class="sign">{sign}</span>
    </>
  );
}
