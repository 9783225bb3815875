// Reads what `buf curl` prints of a failed call on standard input and writes it for people: the stable code, the
// sentence, the figures, the fields. buf leaves the details as encoded messages; these four are all the server sends.
// It is told the method, where that was sought, and the file that describes it, to say what may be wrong where the server
// was not asked. Ends with 1 if the server refused, with 2 if it was not asked.
import { readFileSync } from 'node:fs';

/** The fields of an encoded message: number to list of values, a number or the bytes of it. */
function fields(bytes) {
  const found = new Map();
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    let value;
    if ((tag & 7) === 0) value = varint();
    else if ((tag & 7) === 2) {
      const length = Number(varint());
      value = bytes.subarray(at, (at += length));
    } else throw new Error('unexpected wire type');
    found.set(tag >> 3, [...(found.get(tag >> 3) ?? []), value]);
  }
  return found;
}

const all = (message, number) => message.get(number) ?? [];
const text = (message, number) => Buffer.from(all(message, number)[0] ?? []).toString('utf8');
const number = (message, field) => Number(BigInt.asIntN(64, all(message, field)[0] ?? 0n));

const lines = {
  'google.rpc.ErrorInfo': (info) =>
    all(info, 3).map(fields).map((entry) => `${text(entry, 1)} = ${text(entry, 2)}`).sort(),
  'google.rpc.BadRequest': (request) =>
    all(request, 1).map(fields).map((one) => `field ${text(one, 1)}: ${text(one, 2)}`),
  'google.rpc.PreconditionFailure': (failure) =>
    all(failure, 1).map(fields).map((one) => `precondition ${text(one, 1)} ${text(one, 2)}`.trim()),
  'google.rpc.RetryInfo': (retry) =>
    all(retry, 1).map(fields).map((delay) => `again after ${number(delay, 1) + number(delay, 2) / 1e9} s`),
};

const [method, address, proto] = process.argv.slice(2);

/** What buf says before it asks, with what to do about it. */
function unasked(words) {
  const json = words.match(/^\(argument\) at offset \d+: (.*)$/s);
  if (json) return `the request is not JSON: ${json[1]}`;
  const fields = words.match(/^json unmarshal: (?:proto:\s)?(.*)$/s);
  if (fields) return `the request does not fit ${method}: ${fields[1]}\n  ${proto || 'its proto'} and what it imports say what does`;
  if (/in schema$|contains no such method$|^invalid endpoint URL/.test(words))
    return `found no ${method} at ${address}; 'scripts/call --list' lists what is there`;
  return words;
}

const output = readFileSync(0, 'utf8').trim();
let error;
try {
  error = JSON.parse(output);
} catch {
  console.log(`call: ${unasked(output.replace(/^Failure: /, ''))}`);
  process.exit(2);
}

const details = (error.details ?? []).map((one) => ({ type: one.type, body: fields(Buffer.from(one.value, 'base64')) }));
const info = details.find((one) => one.type === 'google.rpc.ErrorInfo');
const code = error.code.toUpperCase();
const reason = info ? text(info.body, 1) : code;
console.log(`${code}${reason === code ? '' : ` ${reason}`}: ${error.message ?? ''}`);
for (const one of details) {
  for (const line of (lines[one.type] ?? (() => [one.type]))(one.body)) console.log(`  ${line}`);
}
process.exit(1);
