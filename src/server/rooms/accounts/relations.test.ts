import assert from 'node:assert/strict';
import test from 'node:test';
import { startApp } from '../../../../test/app.ts';

const app = await startApp();
const orgId = await app.organisation('relations');
const [admin, producer] = [await app.person({ [orgId]: ['seller_admin'] }), await app.person({ [orgId]: ['producer'] })];
const ask = async (cookie: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) => {
  const answer = await app.http.app.inject({ method, url, headers: { cookie }, ...(payload ? { payload } : {}) });
  return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
};
const url = `/api/orgs/${orgId}/relations`;
const userOf = async (cookie: string) => (await ask(cookie, 'GET', '/api/me')).body.user as { id: string; email: string };
const affiliate = (email: string) => ({ email, kind: 'affiliate', about: '5% of what people buy', note: 'Contract of May' });

test('a shop names an affiliate, once, and whoever is both is shown as paid', async () => {
  const { id, email } = await userOf(await app.person());
  assert.equal((await ask(admin, 'POST', url, { email, kind: 'sample', about: 'Blued-steel pan' })).status, 200);
  const both = await Promise.all([ask(admin, 'POST', url, affiliate(email)), ask(admin, 'POST', url, affiliate(email))]);
  assert.deepEqual(both.map(({ status }) => status).toSorted(), [200, 409]);
  assert.deepEqual(await app.accounts.relationNow(app.db, orgId, id), { kind: 'affiliate', about: '5% of what people buy' });
  const elsewhere = await app.organisation('elsewhere');
  assert.equal(await app.accounts.relationNow(app.db, elsewhere, id), null);
});

test('an ended relation labels nobody, keeps who ended it first, and can begin again', async () => {
  const { id, email } = await userOf(await app.person());
  const made = (await ask(admin, 'POST', url, affiliate(email))).body;
  for (let times = 0; times < 2; times += 1) assert.equal((await ask(admin, 'DELETE', `${url}/${made.id}`)).status, 204);
  assert.equal(await app.accounts.relationNow(app.db, orgId, id), null);
  const kept = (await ask(producer, 'GET', url)).body.items.find((row: { id: string }) => row.id === made.id);
  assert.ok(kept.until);
  assert.ok(kept.addedBy && kept.endedBy);
  assert.equal((await ask(admin, 'POST', url, affiliate(email))).status, 200);
});

test('somebody without an account, or of another shop, is not found; only a seller admin changes the list', async () => {
  assert.equal((await ask(admin, 'POST', url, affiliate('nobody@example.com'))).status, 404);
  const { email } = await userOf(await app.person());
  assert.equal((await ask(producer, 'POST', url, affiliate(email))).status, 403);
  const other = await app.organisation('other-shop');
  const otherAdmin = await app.person({ [other]: ['seller_admin'] });
  const made = (await ask(admin, 'POST', url, affiliate(email))).body;
  assert.equal((await ask(otherAdmin, 'DELETE', `/api/orgs/${other}/relations/${made.id}`)).status, 404);
});

test('calm mode is remembered with the account, and with nobody else', async () => {
  const person = await app.person();
  assert.equal((await ask(person, 'GET', '/api/me')).body.calm, null);
  assert.equal((await ask(person, 'PUT', '/api/me/calm', { calm: true })).body.calm, true);
  assert.equal((await ask(person, 'PUT', '/api/me/calm', { calm: false })).body.calm, false);
  assert.equal((await ask(await app.guest(), 'PUT', '/api/me/calm', { calm: true })).status, 401);
});
