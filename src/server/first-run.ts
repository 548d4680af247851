import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
