// The floor of the fan-out bench: what the kernel alone asks for the same bytes at the same pace. Accepts, answers the
// upgrade with fixed bytes, and each tick writes one frame to every socket with write(2). Nothing else.
//   floor <tick ms> <events per frame> <bytes per frame>
// Prints {"port":n}; stdin "speak <seconds>" speaks and prints {"spent":{...}}.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define MOST 20000
static const char ANSWER[] =
  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
  "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
static int sockets[MOST], held, tick_ms, per_frame, frame_bytes;
static char frame[1 << 16];
static long long seq, frames, short_writes;

static long long micros(struct timeval at) { return at.tv_sec * 1000000LL + at.tv_usec; }

static long long now_ms(void) {
  struct timeval at;
  gettimeofday(&at, NULL);
  return micros(at) / 1000;
}

// As many events as asked for, padded to the asked size.
static void compose(void) {
  int at = 4;
  const long long now = now_ms();
  for (int event = 0; event < per_frame; event++)
    at += sprintf(frame + at, "{\"s\":%lld,\"t\":%lld,\"d\":\"\xc3\xa9\"}", ++seq, now);
  memset(frame + at, 'x', frame_bytes > at ? frame_bytes - at : 0);
  frame[0] = (char)0x81;
  frame[1] = 126;
  frame[2] = (char)((frame_bytes - 4) >> 8);
  frame[3] = (char)(frame_bytes - 4);
}

static void speak(double seconds) {
  struct rusage before, after;
  puts("{\"begun\":true}");
  fflush(stdout);
  // The crowd is told to count only now.
  usleep(300000);
  getrusage(RUSAGE_SELF, &before);
  frames = short_writes = 0;
  const int ticks = seconds * 1000 / tick_ms;
  struct timespec next;
  clock_gettime(CLOCK_MONOTONIC, &next);
  for (int tick = 0; tick < ticks; tick++) {
    compose();
    for (int at = 0; at < held; at++) {
      if (write(sockets[at], frame, frame_bytes) != frame_bytes) short_writes++;
      frames++;
    }
    next.tv_nsec += tick_ms * 1000000L;
    next.tv_sec += next.tv_nsec / 1000000000L;
    next.tv_nsec %= 1000000000L;
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
  }
  getrusage(RUSAGE_SELF, &after);
  printf("{\"spent\":{\"userUs\":%lld,\"systemUs\":%lld,\"events\":%d,\"writes\":%lld,\"shortWrites\":%lld}}\n",
    micros(after.ru_utime) - micros(before.ru_utime), micros(after.ru_stime) - micros(before.ru_stime),
    ticks * per_frame, frames, short_writes);
  fflush(stdout);
}

int main(int count, char **args) {
  if (count < 4) return 2;
  tick_ms = atoi(args[1]);
  per_frame = atoi(args[2]);
  frame_bytes = atoi(args[3]);
  if (frame_bytes > (int)sizeof frame || per_frame > 100) return 2;
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof here;
  if (bind(listener, (struct sockaddr *)&here, size) < 0 || listen(listener, 4096) < 0) return 1;
  getsockname(listener, (struct sockaddr *)&here, &size);
  printf("{\"port\":%d}\n", ntohs(here.sin_port));
  fflush(stdout);
  const int poll = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event watch = {.events = EPOLLIN}, events[256];
  watch.data.fd = listener;
  epoll_ctl(poll, EPOLL_CTL_ADD, listener, &watch);
  watch.data.fd = 0;
  epoll_ctl(poll, EPOLL_CTL_ADD, 0, &watch);
  for (;;) {
    const int ready = epoll_wait(poll, events, 256, -1);
    for (int at = 0; at < ready; at++) {
      char asked[2048] = {0};
      const int from = events[at].data.fd;
      if (from == listener) {
        int fd;
        while (held < MOST && (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
          setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
          sockets[held++] = fd;
          watch.data.fd = fd;
          epoll_ctl(poll, EPOLL_CTL_ADD, fd, &watch);
        }
        continue;
      }
      const ssize_t length = read(from, asked, sizeof asked - 1);
      if (length < 0 && errno == EAGAIN) continue;
      if (length <= 0) {
        if (from == 0) return 0;
        epoll_ctl(poll, EPOLL_CTL_DEL, from, NULL);
      } else if (from == 0) speak(atof(asked + 6));
      else if (write(from, ANSWER, sizeof ANSWER - 1) < 0) return 1;
    }
  }
}
