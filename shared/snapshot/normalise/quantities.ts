import { textAt } from './read.ts';

const BINARY: Record<string, number> = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50 };
const DECIMAL: Record<string, number> = { k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15 };
const UNITS = Object.entries(BINARY).reverse();

/** Kubernetes CPU quantity as decimal cores: `1000m` and `1.0` are `1`; what is no quantity stays as it is. */
export function cores(value: unknown, place: string): string | undefined {
  const text = textAt(value, place);
  if (text === undefined) return undefined;
  const milli = text.endsWith('m');
  const number = Number(milli ? text.slice(0, -1) : text);
  return Number.isNaN(number) ? text : String(milli ? number / 1000 : number);
}

/** Kubernetes memory quantity in its largest exact binary unit: `1024Mi` is `1Gi`, `536870912` is `512Mi`. */
export function bytes(value: unknown, place: string): string | undefined {
  const text = textAt(value, place);
  if (text === undefined) return undefined;
  const amount = bytesOf(text);
  if (!Number.isSafeInteger(amount) || amount <= 0) return text;
  for (const [unit, size] of UNITS) {
    if (amount % size === 0) return `${amount / size}${unit}`;
  }
  return String(amount);
}

/** A protobuf duration, or a count of seconds, as `300s`: `300.000s` and `300` are the same. */
export function duration(value: unknown, place: string): string | undefined {
  const text = textAt(value, place);
  if (text === undefined) return undefined;
  const seconds = Number(text.endsWith('s') ? text.slice(0, -1) : text);
  return Number.isNaN(seconds) ? text : `${seconds}s`;
}

function bytesOf(text: string): number {
  const binary = BINARY[text.slice(-2)];
  if (binary !== undefined) return Number(text.slice(0, -2)) * binary;
  const decimal = DECIMAL[text.slice(-1)];
  return decimal === undefined ? Number(text) : Number(text.slice(0, -1)) * decimal;
}
