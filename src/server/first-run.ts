import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transact } from '#platform/db.ts';
import type { Shop } from './compose.ts';

/** Somebody made at first start, with the password that is shown until they change it. */
export interface FirstPerson {
  readonly role: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** The people of the first start and their passwords, in the data folder, readable by its owner only. */
export function firstPeople(dataDir: string, file: string, make: () => readonly Omit<FirstPerson, 'password'>[]): readonly FirstPerson[] {
  const path = join(dataDir, file);
  if (!existsSync(path)) {
    const people = make().map((person) => ({ ...person, password: readablePassword() }));
    writeFileSync(path, `${JSON.stringify(people, null, 2)}\n`, { mode: 0o600 });
  }
  return JSON.parse(readFileSync(path, 'utf8')) as FirstPerson[];
}

/** 80 bits in groups that can be typed over from a terminal. */
const readablePassword = () => randomBytes(10).toString('hex').match(/.{5}/g)!.join('-');

/** An empty instance has one operator, who opens organisations and invites people. */
export async function firstOperator(shop: Shop): Promise<readonly FirstPerson[]> {
  const people = firstPeople(shop.config.dataDir, 'first-people.json', () => [
    { role: 'Operator', name: 'Operator', email: 'operator@etalage.local' },
  ]);
  for (const person of people) {
    const userId = await shop.accounts.createPerson(person);
    await transact(shop.db, (tx) => shop.accounts.makeOperator(tx, userId));
  }
  return people;
}
