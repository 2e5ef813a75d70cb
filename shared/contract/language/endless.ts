/** A count without an end, or so high that it is as good as none. */
const ENDLESS = /^(?:[+*]|\{\d+,\}|\{\d{3,}\}|\{\d+,\d{3,}\})/;
/** A count that leaves a choice. */
const LOOSE = /^(?:[+*?]|\{\d+,\d*\})/;
const COUNT = /^(?:[+*?]|\{\d+(?:,\d*)?\})\??/;
/** What stands for one character, whatever is in it, and how a group begins. */
const PART = /^(?:\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]|<\w+>))?)/s;

/**
 * Whether an expression repeats a group that itself may take more or less, or one thing or another, as in
 * `(a+)+` or `(a|a)*`: there are texts with which such a one is never done, and nothing can stop it.
 */
export function repeatsRepetition(source: string): boolean {
  const isOpen = [false];
  for (let at = 0; at < source.length; ) {
    const part = PART.exec(source.slice(at))?.[0] ?? source.charAt(at);
    at += part.length;
    const rest = source.slice(at);
    const isLooseGroup = part === ')' && (isOpen.pop() ?? false);
    if (isLooseGroup && ENDLESS.test(rest)) return true;
    if (part.startsWith('(')) isOpen.push(false);
    else if (part === '|' || isLooseGroup || LOOSE.test(rest)) isOpen[isOpen.length - 1] = true;
    if (!part.startsWith('(')) at += COUNT.exec(rest)?.[0].length ?? 0;
  }
  return false;
}
