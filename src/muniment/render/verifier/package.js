// The package around the certificate, and the ledger. The letters and numbers are those of `prove/package.py`.

const [MANIFEST, SEAL, ENVELOPE, PROOF] = FIRST;
const PLACE = /^(?:certification\.dsse\.json|certification\.tlog-proof|certificate\.pdf|(?:evidence|plan|chain|timestamps|consistency)\/.+|subcontractors\/[A-Z0-9]{12}\/[^/]+\.mpkg)$/;
const DEEPEST = 8;
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

const ueiIn = (name) => name.split("/")[1];
// The keys that count for a package of the subcontractor with this UEI: where it has keys of its own, no others.
const keysFor = ({ keys, bound }, uei) => bound?.get(uei) ?? keys;
const isPackage = (raw) => raw[0] === 0x50 && raw[1] === 0x4b;

// Verify a package, or a certificate with its proof beside it, and return all that was found. `trust` has keys, those that
// are bound to a subcontractor by its UEI, ledgers, held notes, the proofs of consistency that were shown, and revocations;
// `asked` has day and contract. Nothing is thrown: a failed check
// is the last of `checks`, with its `failure`.
async function verify(raw, proof, trust, asked) {
  const { checks, check } = recorded();
  try {
    const found = isPackage(raw) ? await verifyPackage(raw, trust, asked, check, 1) : await verifyAlone(raw, proof, trust, asked, check);
    const apart = asked.apart?.length ? await check("E1", DATA.apartChecks[0], () => filesApart(found, asked.apart)) : [];
    for (const each of trust.revocations ?? []) await refuseRevoked(found, each, trust, asked.day, check);
    const trusted = trust.policy ? await believe(found, trust.policy, asked.day, check) : null;
    return { checks, ...found, apart, trusted, warnings: [...found.warnings, ...(trusted?.warnings ?? [])] };
  } catch (error) {
    if (!checks.at(-1)?.failure) throw error;
    return { checks, failed: checks.at(-1), warnings: [] };
  }
}

// The names that a package, or its certificate, gives to files that came apart from it.
async function filesApart(found, apart) {
  const known = new Map([...namedIn(found)].reverse());
  const told = [];
  for (const { name, bytes } of apart) {
    const here = known.get(await digestOf(bytes));
    if (!here) throw new Failed(name, "is none of the files that the certificate names or the package withholds", "it is another file, or was changed: ask for the one that is meant");
    told.push([name, here]);
  }
  return told;
}

function* namedIn({ files, certificate, nested }, within = "") {
  for (const each of files) if (each.withheld) yield [each.digest.sha256, `${within}${each.name}`];
  for (const each of certificate.predicate.evidence) yield [each.digest.sha256, `${within}evidence/${each.name}`];
  for (const each of nested) yield* namedIn(each, `${within}${each.name}, `);
}

// A list of checks, and what runs one and writes it down.
function recorded() {
  const checks = [];
  const check = async (id, label, run) => {
    try {
      const result = await run();
      checks.push({ id, label });
      return result;
    } catch (error) {
      const failure = error instanceof Failed ? error : new Failed("file", `cannot be read (${error.message})`);
      const passed = checks.findIndex((each) => each.id === id);
      if (passed >= 0) checks.splice(passed, 1);
      checks.push({ id, label, failure });
      throw failure;
    }
  };
  return { checks, check };
}

async function verifyAlone(envelope, proof, trust, asked, check, beside = [], keys = trust.keys) {
  const certificate = await verifyCertificate(envelope, keys, asked.day, check);
  const contract = certificate.predicate.scope.contract;
  if (asked.contract) {
    await check("C1", DATA.askedChecks[0], () => {
      if (contract !== asked.contract) throw new Failed("contract", `the certificate is for \`${contract}\`, and \`${asked.contract}\` was asked about`, "ask for the certificate of that contract");
    });
  }
  const { included, warnings } = await verifyInLedger(proof, envelope, trust, asked, check, beside);
  if (certificate.unchecked) warnings.unshift(`${UNCHECKED} is in the certificate: it was not checked here`);
  return { envelope, certificate, included, warnings, files: [], nested: [], sealedBy: [], stamps: [] };
}

async function verifyPackage(raw, trust, asked, check, depth, keys = trust.keys) {
  const numbered = (number, run) => check(`P${number}`, DATA.packageChecks[number - 1], run);
  const contents = await numbered(1, () => unpacked(raw, "package"));
  await numbered(2, () => {
    for (const name of [MANIFEST, ENVELOPE]) if (!contents.has(name)) throw new Failed("package", `has no \`${name}\``);
    for (const name of contents.keys()) if (![MANIFEST, SEAL].includes(name) && !PLACE.test(name)) throw new Failed("package", `has no place for \`${name}\``, "use a newer release to verify it");
  });
  const files = await numbered(3, () => readManifest(contents.get(MANIFEST)));
  await numbered(4, () => checkFiles(files, contents));
  const sealedBy = contents.has(SEAL) ? await numbered(5, () => checkSeal(contents.get(SEAL), contents.get(MANIFEST), keys)) : [];
  const beside = files.filter((each) => each.name.startsWith("consistency/") && contents.has(each.name)).map((each) => contents.get(each.name));
  const found = await verifyAlone(contents.get(ENVELOPE), contents.get(PROOF) ?? null, trust, asked, check, beside, keys);
  const evidence = found.certificate.predicate.evidence.map((each) => [`evidence/${each.name}`, each.digest.sha256]);
  const byName = new Map(files.map((each) => [each.name, each]));
  await numbered(6, () => {
    for (const [name, digest] of evidence) {
      const listed = byName.get(name);
      if (!listed) throw new Failed(name, "the certificate names it, and the package neither holds nor withholds it");
      if (listed.digest.sha256 !== digest) throw new Failed(name, `has sha256:${listed.digest.sha256}, and the certificate names sha256:${digest}`);
    }
  });
  const inside = files.filter((each) => each.name.startsWith("subcontractors/"));
  const nested = [];
  for (const { name } of inside.filter((each) => !each.withheld && asked.subcontractors !== false)) {
    const theirs = { ...asked, contract: "", needsProof: false };
    const within = insideOf(name, check);
    if (depth === DEEPEST) await within("P1", "", () => { throw new Failed("package", `more than ${DEEPEST} tiers are not looked into`); });
    nested.push({ name, ...(await verifyPackage(contents.get(name), trust, theirs, quietly(within), depth + 1, keysFor(trust, ueiIn(name)))) });
  }
  if (nested.length) await numbered(7, () => true);
  const signed = new Set([ENVELOPE, PROOF, ...evidence.map(([name]) => name)]);
  const bound = new Set(found.certificate.predicate.flowDown.map((each) => each.digest?.sha256));
  const isInside = ({ name }) => name.startsWith("subcontractors/");
  const isBound = (each) => signed.has(each.name) || each.name.startsWith("consistency/") || (isInside(each) && bound.has(each.digest.sha256));
  const unsigned = sealedBy.length ? [] : files.filter((each) => !isBound(each));
  const looked = new Set(nested.map((each) => each.name));
  const unopened = inside.filter((each) => !looked.has(each.name));
  const warnings = [
    ...found.warnings,
    ...unsigned.map((each) => `nobody signed ${isInside(each) ? "that " : ""}\`${each.name}\`${isInside(each) ? " belongs here" : ""}: somebody may have put it in place of another`),
    ...unopened.map(({ name, withheld }) => `\`${name}\` ${withheld ? "is withheld" : "was not looked into, as you asked"}`),
    ...nested.flatMap((each) => each.warnings.map((warning) => `${each.name}: ${warning}`)),
  ];
  const stamps = files.filter((each) => each.name.startsWith(STAMPS) && !each.withheld).map((each) => each.name);
  return { ...found, files, nested, sealedBy, stamps, warnings };
}

// Checks of a package inside another one: where one fails, P7 of the outer one does, and tells the place.
function insideOf(name, check) {
  return (id, label, run) =>
    check("P7", DATA.packageChecks[6], async () => {
      try {
        return await run();
      } catch (error) {
        const Kind = error instanceof NotHere ? NotHere : Failed;
        throw new Kind(`${name}, check ${id}, ${error.where ?? "file"}`, error.what ?? error.message, error.help);
      }
    });
}

// A check inside another package is only told where it fails.
function quietly(within) {
  return async (id, label, run) => {
    let result;
    let failure;
    try {
      result = await run();
    } catch (error) {
      failure = error;
    }
    if (failure) return within(id, label, () => { throw failure; });
    return result;
  };
}

function readManifest(raw) {
  const manifest = canonicalDocument(raw, MANIFEST);
  conforms(manifest, MANIFEST, "manifest", FORMS);
  if (manifest.format !== DATA.packageFormat) throw new Failed(`${MANIFEST}.format`, `\`${manifest.format}\` is not \`${DATA.packageFormat}\``, "use a newer release");
  manifest.files.forEach(({ name, size, digest, withheld }, at) => {
    const why = misnamed(name) || (PLACE.test(name) ? "" : "has no place in a package");
    if (why) throw new Failed(`${MANIFEST}.files[${at}]`, `\`${name}\` ${why}`);
    if (withheld && (size === 0 || digest.sha256 === EMPTY)) throw new Failed(`${MANIFEST}.files[${at}]`, `\`${name}\` is said to be withheld, and is empty: there is nothing to withhold`);
  });
  const names = manifest.files.map((each) => each.name);
  const inOrder = names.every((name, at) => at === 0 || names[at - 1] < name);
  if (!inOrder || new Set(names.map((name) => name.toLowerCase())).size !== names.length) throw new Failed(`${MANIFEST}.files`, "is not in order of name, or a name is there twice");
  return manifest.files;
}

async function checkFiles(files, contents) {
  for (const listed of files) {
    const held = contents.get(listed.name);
    if (listed.withheld && held) throw new Failed(listed.name, "is said to be withheld, and is there");
    if (listed.withheld) continue;
    if (!held) throw new Failed(listed.name, "is listed in the manifest, and is not there");
    const digest = await digestOf(held);
    if (held.length !== listed.size || digest !== listed.digest.sha256) throw new Failed(listed.name, `has sha256:${digest}, and the manifest lists sha256:${listed.digest.sha256}`);
  }
  const known = new Set([MANIFEST, SEAL, ...files.map((each) => each.name)]);
  const strange = [...contents.keys()].filter((name) => !known.has(name));
  if (strange.length) throw new Failed(strange.sort()[0], "is there, and the manifest does not list it");
}

async function checkSeal(raw, manifest, keys) {
  if (raw.length > 2 ** 16) throw new Failed("envelope", `has ${raw.length} bytes, and ${2 ** 16} are the most that are read`);
  const envelope = opened(raw);
  checkPayloadType(envelope);
  const found = await signers(envelope, keys);
  const statement = canonicalDocument(envelope.payload, "payload");
  checkTypes(statement, [DATA.sealType]);
  conforms(statement.predicate, "predicate", "sealed", FORMS);
  const by = signedBy(statement.predicate.algorithm, found);
  const [subject, ...more] = statement.subject;
  if (more.length || subject?.name !== MANIFEST || subject.digest.sha256 !== (await digestOf(manifest))) throw new Failed("subject", `is not \`${MANIFEST}\` with the digest of the one that is here`);
  return by;
}

async function verifyInLedger(raw, envelope, { ledgers, held, shown }, { needsProof = true }, check, beside) {
  const numbered = (number, run) => check(`L${number}`, DATA.ledgerChecks[number - 1], run);
  const none = (...warnings) => ({ included: null, warnings });
  if (raw === null) {
    if (ledgers.length && needsProof) await numbered(1, () => { throw new Failed("proof", "there is none, though the key of a ledger was given", "ask for the proof"); });
    return none();
  }
  const read = async () => {
    if (raw.length > LARGEST_PROOF) throw new Failed("proof", `has ${raw.length} bytes, and ${LARGEST_PROOF} are the most that are read`);
    return raw;
  };
  const whole = async () => {
    const proof = await readProof(raw);
    if (!proof.extra) throw new Failed("proof", "carries no entry", "ask for a proof with the entry in it");
    return proof;
  };
  const silent = quietly(check);
  const run = ledgers.length ? check : silent;
  await run("L1", DATA.ledgerChecks[0], read);
  const proof = await run("L2", DATA.ledgerChecks[1], whole);
  const { note, extra } = proof;
  const known = needsProof || (await silent("L3", DATA.ledgerChecks[2], () => signedBySome(note, ledgers)));
  if (!ledgers.length || !known) return none(`the proof was not checked: no key of the ledger \`${note.origin}\` was given`);
  await numbered(3, () => checkNote(note, ledgers));
  await numbered(4, () => true);
  await numbered(5, async () => {
    if (!(await provesInclusion(extra, proof))) throw new Failed("proof", `does not lead from this entry to the root over ${note.size} entries`);
  });
  await numbered(6, async () => {
    const entry = readEntry(extra);
    if (entry.format !== DATA.entryFormat) throw new Failed("entry.format", `\`${entry.format}\` is not \`${DATA.entryFormat}\``, "use a newer release");
    if (entry.type !== "signature") throw new Failed("entry", `is one of \`${entry.type}\`, not of a signature`, "ask for the proof of its signature");
    const here = await digestOf(envelope);
    if (!Object.values(entry.commitments).some((each) => each.sha256 === here)) throw new Failed("entry", "is about something else than this certificate", "ask for the proof of this certificate");
  });
  const warnings = held.length ? await compared(note, { ledgers, held, shown }, beside, needsProof, check) : [];
  return { included: { origin: note.origin, size: String(note.size), index: String(proof.index), root: hex(note.root) }, warnings };
}

// Compare the ledger with the checkpoints that the reader holds. Returns what could not be compared.
async function compared(now, { ledgers, held, shown }, beside, needsProof, check) {
  const eighth = ["L8", DATA.ledgerChecks[7]];
  const read = () => Promise.all(beside.map(readConsistency));
  const proofs = [...shown, ...(await quietly(check)(...eighth, read))];
  const pairs = held.map((before) => paired(now, before, proofs));
  await check("L7", DATA.ledgerChecks[6], async () => {
    for (const pair of pairs) await refuseDiffering(now, pair, ledgers);
  });
  const proven = pairs.filter((each) => each.between.length);
  if (proven.length) {
    await check(...eighth, async () => {
      for (const pair of proven) await refuseInconsistent(pair);
    });
  }
  return pairs.flatMap(({ before, between }) => {
    if (before.origin !== now.origin) return needsProof ? [`the checkpoint that you hold is of \`${before.origin}\`, and the proof is of \`${now.origin}\``] : [];
    if (between.length || now.size <= before.size || before.size === 0n) return [];
    return [`nothing shows that the ledger of ${now.size} entries goes on from the ${before.size} that you hold: ask its operator for a proof of consistency`];
  });
}

// The two checkpoints by size, and the proofs that are about them.
function paired(now, before, proofs) {
  const [older, newer] = now.size < before.size ? [now, before] : [before, now];
  const isOf = ({ old, note }) => older.origin === note.origin && newer.origin === note.origin && old === older.size && newer.size === note.size;
  return { before, older, newer, between: older.size === newer.size ? [] : proofs.filter(isOf) };
}

async function refuseDiffering(now, { before, between }, ledgers) {
  await checkNote(before, ledgers);
  if (before.origin !== now.origin) return;
  if (now.size < before.size && !between.length) throw new Failed("checkpoint", `is of ${now.size} entries, and the one that you hold of ${before.size}`, "the ledger was cut back, or the proof is older: ask its operator for a proof of consistency");
  if (now.size === before.size && !same(now.root, before.root)) throw new Failed("checkpoint", `is not the one that you hold, though both are of ${now.size} entries`, "the ledger was rewritten: ask its operator");
}

async function refuseInconsistent({ older, newer, between }) {
  for (const { path } of between) if (await provesConsistency(older, newer, path)) return;
  throw new Failed("consistency", `does not show that the ledger of ${newer.size} entries goes on from the one of ${older.size}`, "the ledger was rewritten, or the proof is of another one: ask its operator");
}
