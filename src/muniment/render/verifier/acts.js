// Acts: what one person did on one day about one thing, signed. The numbers are those of `prove/acts.py`.

const LARGEST_ACT = 2 ** 20;

const actType = (kind) => `https://w3id.org/muniment/attestation/${kind}/v1`;

// Which kind of act a file says that it holds; nothing for another thing.
function kindIn(raw) {
  try {
    const type = parse(opened(raw).payload, "payload").predicateType;
    return Object.keys(DATA.acts).find((kind) => actType(kind) === type) ?? null;
  } catch {
    return null;
  }
}

async function verifyAct(raw, kind, keys, check = (_number, run) => run()) {
  const { payload, found, statement } = await unsealed(raw, keys, LARGEST_ACT, check);
  await check(6, () => {
    checkTypes(statement, [actType(kind)]);
    const told = DATA.acts[kind].map((name) => ` ${name}:text`).join("");
    conforms(statement.predicate, "predicate", "predicate", { ...FORMS, predicate: `by:named at:instant algorithm:algorithm${told}` });
  });
  const by = await check(7, () => signedBy(statement.predicate.algorithm, found));
  await check(8, () => {
    if (!same(utf8(canonical(statement)), payload)) throw new Failed("payload", "says something that was not understood");
  });
  return { kind, ...statement.predicate, about: statement.subject, signedBy: by };
}

// Verify an act by itself. Nothing is thrown: a failed check is the last of `checks`, as with a certificate.
async function verifyActAlone(raw, kind, { keys, bound, policy }, { day }) {
  const { checks, check } = recorded();
  const numbered = (number, run) => check(String(number), DATA.actChecks[number - 1], run);
  try {
    const every = [...keys, ...[...(bound?.values() ?? [])].flat()];
    const act = await verifyAct(raw, kind, every, numbered);
    if (policy) await check("9", "the policy gives the key to the person in it, in a role for it, on that day", () => actByPerson(act, policy, day));
    return { checks, act, warnings: [] };
  } catch (error) {
    if (!checks.at(-1)?.failure) throw error;
    return { checks, failed: checks.at(-1), warnings: [] };
  }
}

function actByPerson({ kind, by, at, signedBy: keyids }, policy, day) {
  const roles = DATA.actRoles[kind];
  const own = policy.grants.filter((grant) => keyids.includes(grant.keyid) && grant.person === by && grant.roles.some((role) => roles.includes(role)));
  if (!own.some((grant) => !refusalByDay(grant, at.slice(0, 10), day))) throw new Failed(`${kind} by \`${by}\``, `is not signed by a key that the policy gives to \`${by}\` as a ${roles.join(" or ")} on ${at.slice(0, 10)}`, "mend the policy");
}

// A revocation counts by a key that counts for the certificate. Returns whether it is of one in `found`.
async function isRevoked(found, raw, trust, day, check, keys) {
  const revoked = parse(opened(raw).payload, "payload").subject.map((each) => each.digest.sha256);
  let here = revoked.includes(await digestOf(opened(found.envelope).payload));
  if (here) {
    await check("R1", DATA.revokedChecks[0], async () => {
      const act = await verifyAct(raw, "revocation", keys);
      if (act.at.slice(0, 10) <= day) throw new Failed("revocation", `${act.by} revoked it on ${act.at.slice(0, 10)}: ${act.reason}`);
    });
  }
  for (const each of found.nested) {
    const inside = await isRevoked(each, raw, trust, day, quietly(insideOf(each.name, check)), keysFor(trust, ueiIn(each.name)));
    here = inside || here;
  }
  return here;
}

async function refuseRevoked(found, raw, trust, day, check) {
  if (!(await isRevoked(found, raw, trust, day, check, trust.keys))) throw new Failed("revocation", "is of another certificate", "choose the one of this certificate, or none");
}
