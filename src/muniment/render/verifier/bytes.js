// Bytes, text and digests, each read in one way only. Whatever does not fit is a `Failed`, which says where and what.

class Failed extends Error {
  constructor(where, what, help = "") {
    super(`${where}: ${what}`);
    this.where = where;
    this.what = what;
    this.help = help;
  }
}

// What this page, or this browser, cannot check. Nothing is said to be wrong.
class NotHere extends Failed {}

const utf8 = (text) => new TextEncoder().encode(text);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const same = (one, two) => one.length === two.length && one.every((byte, at) => byte === two[at]);
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const digestOf = async (bytes) => hex(await sha256(bytes));

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function text(bytes, where) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Failed(where, "is not UTF-8");
  }
}

function base64(encoded, where) {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(encoded)) throw new Failed(where, "is not base64");
  const binary = atob(encoded);
  if (btoa(binary) !== encoded) throw new Failed(where, "is not written in the standard way of base64");
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// JSON without a repeated key, a fraction, a number beyond 53 bits or half a surrogate pair.
function parse(bytes, where) {
  const written = text(bytes, where);
  try {
    const value = JSON.parse(written);
    const keys = checked(value);
    const strings = written.match(/"(?:[^"\\]|\\.)*"\s*:?/gs) ?? [];
    if (strings.filter((each) => each.endsWith(":")).length !== keys) throw new Error("a key is repeated");
    return value;
  } catch (error) {
    throw new Failed(where, `is not the JSON of a statement (${error.message})`);
  }
}

// Return how many keys are in `value`.
function checked(value) {
  if (typeof value === "string" && !value.isWellFormed()) throw new Error("a text is not Unicode");
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Error("a number is no whole number of 53 bits");
  if (Array.isArray(value)) return value.reduce((keys, each) => keys + checked(each), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce((keys, [name, each]) => keys + 1 + checked(name) + checked(each), 0);
}

// RFC 8785, for values that `parse` returned.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

function canonicalDocument(bytes, where) {
  const value = parse(bytes, where);
  if (!same(utf8(canonical(value)), bytes)) throw new Failed(where, "is not written as RFC 8785 writes it");
  return value;
}
