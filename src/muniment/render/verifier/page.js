// The form, and what happens when somebody asks. Files are read from disk into this page, and go nowhere.

const byId = (id) => document.getElementById(id);
const bytesOf = async (file) => new Uint8Array(await file.arrayBuffer());
const chosen = (id) => [...byId(id).files];

async function askedFor() {
  const files = chosen("file");
  if (!files.length) throw new Failed("file", "none was chosen", "choose the package or the certificate");
  const contents = await Promise.all(files.map(bytesOf));
  const begins = (raw, word) => same(raw.subarray(0, word.length), utf8(word));
  const beside = contents.filter((raw) => begins(raw, "old "));
  const proofs = contents.filter((raw) => begins(raw, HEADER));
  const others = contents.filter((raw) => !begins(raw, "old ") && !begins(raw, HEADER));
  if (others.length !== 1 || proofs.length > 1) throw new Failed("file", `${count(files.length, "file")} cannot be verified at once`, "choose one package, or one certificate with its proof");
  if (proofs.length && isPackage(others[0])) throw new Failed("file", "a package has its proof in it", "choose the package alone");
  return { raw: others[0], proof: proofs[0] ?? null, beside: await Promise.all(beside.map(readConsistency)) };
}

async function trusted() {
  const { keys, bound, policy } = await chosenKeys();
  if (!keys.length && !bound.size) throw new Failed("keys", "none was chosen, so nobody is trusted", "choose the signatory's public key");
  const ledgers = [];
  for (const file of chosen("ledgers")) {
    const written = text(await bytesOf(file), file.name);
    const found = written.startsWith("-----BEGIN") ? [written] : written.split("\n").filter((line) => line.trim() && !line.startsWith("#"));
    for (const line of found) ledgers.push(await ledgerKey(line, file.name));
    if (!found.length) throw new Failed(file.name, "holds no key of a ledger", "choose its public key in PEM, or its line `NAME+ID+KEY`");
  }
  const held = [];
  for (const file of chosen("held")) held.push(await readNote(await bytesOf(file)));
  if (held.length && !ledgers.length) throw new Failed("checkpoint", "it goes with the key of its ledger", "choose the key of the ledger as well");
  const revocations = [];
  for (const file of chosen("revocations")) {
    const raw = await bytesOf(file);
    if (kindIn(raw) !== "revocation") throw new Failed(file.name, "is no revocation", "choose it among what you received");
    revocations.push(raw);
  }
  return { keys, bound, policy, ledgers, held, revocations };
}

async function chosenKeys() {
  const files = chosen("keys");
  const [written, ...more] = chosen("policy");
  if (more.length) throw new Failed("policy", "several were chosen", "choose one");
  if (written) return withKeys(readPolicy(text(await bytesOf(written), written.name), written.name), files, written.name);
  const keys = [];
  for (const file of files) keys.push(await trustedKey(text(await bytesOf(file), file.name), file.name));
  return { keys, bound: new Map(), policy: null };
}

const today = () => new Date().toISOString().slice(0, 10);

async function ask() {
  const day = byId("day").value || today();
  const { raw, proof, beside } = await askedFor();
  const trust = await trusted();
  if (beside.length && !trust.held.length) throw new Failed("consistency", "it goes with a checkpoint that you kept", "choose that as well");
  const apart = await Promise.all(chosen("apart").map(async (file) => ({ name: file.name, bytes: await bytesOf(file) })));
  const kind = isPackage(raw) ? null : kindIn(raw);
  if (kind && (proof || beside.length || apart.length || trust.revocations.length)) throw new Failed("file", `a ${kind} is verified by itself`, "choose it alone");
  const found = kind ? await verifyActAlone(raw, kind, trust, { day }) : await verify(raw, proof, { ...trust, shown: beside }, { day, contract: byId("contract").value.trim(), apart });
  byId("verdict").replaceChildren(showVerdict(found, day));
  byId("found").replaceChildren(...shown(found));
}

function refused(error) {
  const [where, what, help] = error instanceof Failed ? [error.where, error.what, error.help] : ["file", `cannot be read (${error.message})`, ""];
  byId("verdict").replaceChildren(panel("unasked", "?", "Nothing was checked", `${where}: ${what}${help ? `; ${help}` : ""}.`));
  byId("found").replaceChildren();
}

byId("day").value = today();
byId("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  byId("verdict").replaceChildren(element("p", {}, "Checking …"));
  byId("found").replaceChildren();
  await ask().catch(refused);
  byId("verdict").focus();
});
window.addEventListener("dragover", (event) => event.target.matches("input[type=file]") || event.preventDefault());
window.addEventListener("drop", (event) => event.target.matches("input[type=file]") || event.preventDefault());
