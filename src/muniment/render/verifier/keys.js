// Public keys, and whether one of them made a signature. WebCrypto does the arithmetic. Not every browser has ML-DSA-87.

const KINDS = [
  { algorithm: "ecdsa-p384-sha384", name: "ECDSA", namedCurve: "P-384", hash: "SHA-384", size: 48 },
  { algorithm: "ecdsa-p256-sha256", name: "ECDSA", namedCurve: "P-256", hash: "SHA-256", size: 32 },
  { algorithm: "rsa-pss-sha256", name: "RSA-PSS", hash: "SHA-256", saltLength: 32 },
  { algorithm: "rsa-pkcs1-sha256", name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
  { algorithm: "ml-dsa-87", name: "ML-DSA-87" },
];
// How a public key of ML-DSA-87 begins in DER, how long it is, and how long its signatures are: RFC 9881, FIPS 204.
const POST_QUANTUM = { begins: "30820a32300b060960864801650304031303820a2100", key: 2614, signature: 4627 };
const UNCHECKED = "a signature of the size of ML-DSA-87, which this browser cannot check,";

// The key in PEM, with every algorithm that fits it.
async function trustedKey(pem, where) {
  const found = /^-----BEGIN PUBLIC KEY-----\s([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----\s*$/.exec(pem.trim());
  if (!found) throw new Failed(where, "holds no public key", pem.includes("PRIVATE KEY") ? "this is a private key; give the `.pub` file" : "give a public key in PEM");
  return keyOf(base64(found[1].replace(/\s/g, ""), where), where);
}

async function keyOf(der, where) {
  const uses = [];
  for (const kind of KINDS) {
    const key = await crypto.subtle.importKey("spki", der, kind, true, ["verify"]).catch(() => null);
    if (key && (!kind.name.startsWith("RSA") || key.algorithm.modulusLength >= 2048)) uses.push({ kind, key });
  }
  if (!uses.length && der.length === POST_QUANTUM.key && hex(der).startsWith(POST_QUANTUM.begins)) return { keyid: await digestOf(der), uses, unable: true };
  if (!uses.length) throw new Failed(where, "holds a key of a kind that is not accepted", "use ECDSA on P-384 or P-256, RSA of at least 2048 bits, or ML-DSA-87");
  return { keyid: await digestOf(new Uint8Array(await crypto.subtle.exportKey("spki", uses[0].key))), uses };
}

// The algorithm by which `key` made `signature` over `message`; nothing where it did not. Notes are signed over SHA-256.
async function signedWith(key, signature, message, { note = false } = {}) {
  for (const { kind, key: imported } of key.uses) {
    const raw = kind.name === "ECDSA" ? fixed(signature, kind.size) : note ? null : signature;
    const how = note ? { ...kind, hash: "SHA-256" } : kind;
    if (raw && (await crypto.subtle.verify(how, imported, raw, message))) return kind.algorithm;
  }
  return null;
}

// An ECDSA signature in DER as two numbers of fixed size, which is how WebCrypto takes it; nothing where it is not DER.
function fixed(der, size) {
  const whole = new Uint8Array(2 * size);
  let at = der[1] === der.length - 2 ? 2 : der[1] === 0x81 && der[2] >= 0x80 && der[2] === der.length - 3 ? 3 : 0;
  if (der[0] !== 0x30 || !at) return null;
  for (const place of [size, 2 * size]) {
    const length = der[at + 1];
    const number = der.subarray(at + 2, at + 2 + length);
    const padded = length > 1 && number[0] === 0 && number[1] < 0x80;
    if (der[at] !== 2 || length === 0 || length > 0x7f || number.length !== length || number[0] & 0x80 || padded) return null;
    const plain = number[0] === 0 ? number.subarray(1) : number;
    if (plain.length > size) return null;
    whole.set(plain, place - plain.length);
    at += 2 + length;
  }
  return at === der.length ? whole : null;
}
