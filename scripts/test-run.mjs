// The bookkeeping of `npm test`: counts, failing and slowest files, what was left running, and an end in any case.
import fs from 'node:fs';
import { join, relative } from 'node:path';
import { run as runTests } from 'node:test';
import { spec } from 'node:test/reporters';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './setup.mjs';

const TEST_MS = 240_000;
/** A file that says nothing for longer than its longest test may take will say nothing more. */
const SILENT_MS = TEST_MS + 60_000;
/** What is closing when a test ends may still do so. */
const LEAVING_MS = 10_000;
const SLOWEST = 10;

/** @param {{ folder: string, limitMinutes: number, silentMs?: number, leavingMs?: number }} needs folder: the run's temporary folder; whoever has it in its command or environment was started by us */
export function openTestRun({ folder, limitMinutes, silentMs = SILENT_MS, leavingMs = LEAVING_MS }) {
  const beganMs = performance.now();
  const failures = new Map();
  const durations = new Map();
  const unfinished = new Set();
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  let ended = false;
  let heardMs = performance.now();
  const limit = setTimeout(() => giveUp(`The tests took longer than ${limitMinutes} minutes.`), limitMinutes * 60_000);
  const watch = setInterval(() => {
    if (unfinished.size > 0 && performance.now() - heardMs > silentMs) void giveUp('A test file does not end.');
  }, 1000);

  return { count, fault, run, finish, giveUp };

  function fault(sentence, file = sentence) {
    failed += 1;
    failures.set(file, (failures.get(file) ?? 0) + 1);
    console.error(`\n${sentence}`);
  }

  function count(isPassed, name) {
    if (isPassed) passed += 1;
    else fault(`${name} failed.`, name);
  }

  async function run(name, files, concurrency) {
    if (files.length === 0 || ended) return;
    console.log(`\n${name}: ${files.length} files`);
    heardMs = performance.now();
    for (const file of files) unfinished.add(file);
    const stream = runTests({ files: files.map((file) => join(root, file)), concurrency, timeout: TEST_MS });
    const shown = stream.compose(spec).on('data', (text) => process.stdout.write(text));
    stream.on('data', note);
    await new Promise((resolve) => shown.once('end', resolve));
  }

  function note({ type, data }) {
    heardMs = performance.now();
    const file = data?.file && relative(root, data.file);
    // A file that ends early or holds nothing is told as a test with the file's own name.
    const isFile = data?.name === data?.file;
    if (type === 'test:summary' && file) {
      unfinished.delete(file);
      durations.set(file, data.duration_ms);
      passed += data.counts.passed;
      skipped += data.counts.skipped + data.counts.todo;
    }
    if (type === 'test:pass' && isFile) {
      unfinished.delete(file);
      fault(`${file} holds no test.`, file);
    }
    // Suites fail with their tests and are not counted beside them.
    if (type === 'test:fail' && data.details.type !== 'suite' && !data.todo) {
      failed += 1;
      failures.set(file, (failures.get(file) ?? 0) + 1);
      if (isFile) unfinished.delete(file);
    }
  }

  /** Whatever happens, the run says why, ends what it started, and prints its last line. */
  async function giveUp(sentence) {
    if (ended) return;
    const files = [...unfinished].slice(0, 20).join('\n  ');
    fault(`${sentence}${files ? ` Not finished:\n  ${files}` : ''}`, 'the run itself');
    endAll(ours(), 'SIGKILL');
    await finish();
  }

  async function finish() {
    if (ended) return;
    ended = true;
    clearTimeout(limit);
    clearInterval(watch);
    const left = await leftRunning();
    if (left.length > 0) fault(`Left running:\n  ${left.map(({ pid, command }) => `${pid} ${command}`).join('\n  ')}`, 'left running');
    endAll(left, 'SIGKILL');
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    report();
    process.exit(failed === 0 && passed > 0 ? 0 : 1);
  }

  function report() {
    const slowest = [...durations].toSorted(([, one], [, other]) => other - one).slice(0, SLOWEST);
    if (slowest.length > 1)
      console.log(`\nSlowest files\n${slowest.map(([file, ms]) => `  ${(ms / 1000).toFixed(1).padStart(6)} s  ${file}`).join('\n')}`);
    if (failures.size > 0)
      console.log(`\nFailed\n${[...failures].map(([file, times]) => `  ${String(times).padStart(3)} in ${file}`).join('\n')}`);
    console.log(`\n${Math.round((performance.now() - beganMs) / 1000)} s${skipped > 0 ? `, ${skipped} skipped` : ''}`);
    console.log(`etalage: ${passed} passed, ${failed} failed`);
  }

  async function leftRunning() {
    for (const untilMs = performance.now() + leavingMs; ; await sleep(200)) {
      const left = ours();
      if (left.length === 0 || performance.now() > untilMs) return left;
    }
  }

  /** Only where there is /proc: Linux, which CI is. */
  function ours() {
    if (!fs.existsSync('/proc/self/cmdline')) return [];
    return fs
      .readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .flatMap((name) => {
        const read = (what) => {
          try {
            return fs.readFileSync(`/proc/${name}/${what}`, 'latin1');
          } catch {
            return '';
          }
        };
        const command = read('cmdline');
        // A process that has ended and waits for its parent has no command.
        if (command === '' || !(command.includes(folder) || read('environ').includes(folder))) return [];
        return [{ pid: Number(name), command: command.replaceAll('\0', ' ').slice(0, 200) }];
      });
  }

  function endAll(list, signal) {
    for (const { pid } of list) {
      try {
        process.kill(pid, signal);
      } catch {
        // It ended by itself.
      }
    }
  }
}
