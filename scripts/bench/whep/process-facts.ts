// What Linux knows of a process: its CPU time, memory and open files, and what its sockets had to drop.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** Seconds of CPU, user and system. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Seconds that its main thread was ready to run and had to wait for a core: others had it. */
export const waitedSeconds = (pid: number): number => Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e9;

export const residentMb = (pid: number): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);

export const openFiles = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

/** Binds every thread of a process to one core. False where that cannot be done. */
export function bindTo(core: number, pid: number): boolean {
  try {
    execFileSync('taskset', ['-a', '-c', '-p', String(core), String(pid)], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Datagrams that this machine's sockets had no room for, since it started. */
export function droppedDatagrams(): number {
  const [names, values] = readFileSync('/proc/net/snmp', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('Udp:'))
    .map((line) => line.split(' '));
  const of = (name: string) => Number(values![names!.indexOf(name)]);
  return of('RcvbufErrors') + of('SndbufErrors');
}
