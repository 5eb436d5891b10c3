// Checks a certificate as a stranger with npm's jose does: node jose_check.mjs JOSE SITE TOKEN ISSUER
// Prints "valid", "revoked", or the code of jose's error.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';

const [module, site, file, issuer] = process.argv.slice(2);
const { createLocalJWKSet, jwtVerify } = await import(pathToFileURL(module));
const keys = createLocalJWKSet(JSON.parse(readFileSync(`${site}/.well-known/jwks.json`, 'utf8')));
const read = async (path) => (await jwtVerify(readFileSync(path, 'utf8').trim(), keys, { algorithms: ['RS256'], issuer })).payload;

try {
  const { credentialStatus } = await read(file);
  const { credentialSubject } = await read(site + credentialStatus.statusListCredential.slice(issuer.length));
  const bits = gunzipSync(Buffer.from(credentialSubject.encodedList.slice(1), 'base64url'));
  const place = Number(credentialStatus.statusListIndex);
  console.log(bits[place >> 3] & (0x80 >> (place & 7)) ? 'revoked' : 'valid');
} catch (error) {
  console.log(error.code ?? String(error));
}
