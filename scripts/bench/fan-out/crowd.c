// The crowd of the fan-out bench: one thread, epoll. Counts every event on every socket (each event carries one 'é',
// two bytes that no frame header of these sizes holds)
// and reads seq and time of those on one socket in sixteen. Its own CPU time is reported, to show that it had some left.
//   crowd <port> <sockets> <ws|sio> <stalled every n-th, 0 none>
// stdin: "window" begins to count; "expect <events>" waits until so many came, or nothing came for 5 s, and reports.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

enum { OPENING, JOINING, JOINED };
#define SAMPLE 16
#define SLOWEST_MS 60000
#define OPENING_AT_ONCE 100

struct member {
  int fd;
  uint8_t state, stalled, sampled, step, key, before;
  long long number, last;
};

static char buffer[1 << 20];
static unsigned delays[SLOWEST_MS + 1];
static long long delivered, bytes, gaps, timed;
static struct rusage began;
static int joined, is_sio;

static long long now_ms(void) {
  struct timeval at;
  gettimeofday(&at, NULL);
  return at.tv_sec * 1000LL + at.tv_usec / 1000;
}

static long long cpu_us(const struct rusage *use) {
  return (use->ru_utime.tv_sec + use->ru_stime.tv_sec) * 1000000LL + use->ru_utime.tv_usec + use->ru_stime.tv_usec;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

// "s":123 and "t":123, however the network cut them.
static void sample(struct member *who, const char *data, ssize_t length, long long now) {
  for (ssize_t at = 0; at < length; at++) {
    const char c = data[at];
    switch (who->step) {
      case 0: if (c == '"') who->step = 1; break;
      case 1:
        who->key = c;
        who->step = c == 's' || c == 't' ? 2 : c == '"' ? 1 : 0;
        break;
      case 2: who->step = c == '"' ? 3 : 0; break;
      case 3:
        who->number = 0;
        who->step = c == ':' ? 4 : 0;
        break;
      default:
        if (c >= '0' && c <= '9') {
          who->number = who->number * 10 + (c - '0');
          break;
        }
        who->step = 0;
        if (who->key == 's') {
          if (who->last > 0 && who->number != who->last + 1) gaps++;
          who->last = who->number;
        } else {
          const long long delay = now - who->number;
          delays[delay < 0 ? 0 : delay > SLOWEST_MS ? SLOWEST_MS : delay]++;
          timed++;
        }
    }
  }
}

static void join_step(struct member *who, const char *data, ssize_t length) {
  if (who->state == OPENING && memmem(data, length, "\r\n\r\n", 4)) {
    if (memcmp(data, "HTTP/1.1 101", 12) != 0) fail("refused");
    who->state = is_sio ? JOINING : JOINED;
    // Socket.IO: the engine is open, now the namespace. A masked text frame of "40"; the mask is zero.
    if (is_sio && write(who->fd, "\x81\x82\0\0\0\0" "40", 8) != 8) fail("join");
    if (!is_sio) joined++;
  } else if (who->state == JOINING && memmem(data, length, "40{", 3)) {
    who->state = JOINED;
    joined++;
  }
}

static void hear(int poll, struct member *who) {
  const ssize_t length = read(who->fd, buffer, sizeof buffer);
  if (length < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (length <= 0) {
    epoll_ctl(poll, EPOLL_CTL_DEL, who->fd, NULL);
    return;
  }
  if (who->state != JOINED) {
    join_step(who, buffer, length);
    if (who->state == JOINED && who->stalled) epoll_ctl(poll, EPOLL_CTL_DEL, who->fd, NULL);
    return;
  }
  bytes += length;
  for (const char *at = buffer, *end = buffer + length; (at = memchr(at, 0xa9, end - at)); at++)
    delivered += (uint8_t)(at > buffer ? at[-1] : who->before) == 0xc3;
  who->before = buffer[length - 1];
  if (who->sampled) sample(who, buffer, length, now_ms());
}

static void open_socket(int poll, struct member *who, int port) {
  const struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  const int on = 1, small = 4096;
  if ((who->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) < 0) fail("socket");
  if (who->stalled) setsockopt(who->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  setsockopt(who->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect(who->fd, (const struct sockaddr *)&to, sizeof to) < 0) fail("connect");
  char ask[400];
  const int length = snprintf(ask, sizeof ask,
    "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    is_sio ? "/socket.io/?EIO=4&transport=websocket" : "/room", port);
  if (write(who->fd, ask, length) != length) fail("ask");
  fcntl(who->fd, F_SETFL, O_NONBLOCK);
  struct epoll_event on_data = {.events = EPOLLIN, .data.ptr = who};
  epoll_ctl(poll, EPOLL_CTL_ADD, who->fd, &on_data);
}

static long long share_ms(double share) {
  long long upto = 0;
  for (int ms = 0; ms <= SLOWEST_MS; ms++)
    if ((upto += delays[ms]) >= share * timed && upto > 0) return ms;
  return 0;
}

static void begin_window(void) {
  delivered = bytes = gaps = timed = 0;
  memset(delays, 0, sizeof delays);
  getrusage(RUSAGE_SELF, &began);
}

static void report(void) {
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  printf("{\"counted\":{\"delivered\":%lld,\"bytes\":%lld,\"gaps\":%lld,\"p50Ms\":%lld,\"p99Ms\":%lld,\"cpuUs\":%lld}}\n",
    delivered, bytes, gaps, share_ms(0.5), share_ms(0.99), cpu_us(&use) - cpu_us(&began));
  fflush(stdout);
}

int main(int count, char **args) {
  if (count < 5) return 2;
  const int port = atoi(args[1]), sockets = atoi(args[2]), stalled_every = atoi(args[4]);
  is_sio = strcmp(args[3], "sio") == 0;
  struct member *crowd = calloc(sockets, sizeof *crowd);
  const int poll = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event on_order = {.events = EPOLLIN, .data.ptr = NULL}, events[512];
  epoll_ctl(poll, EPOLL_CTL_ADD, 0, &on_order);
  long long expected = -1, heard_at = 0, heard = 0;
  int opened = 0, told = 0;
  for (;;) {
    while (opened < sockets && opened - joined < OPENING_AT_ONCE) {
      struct member *who = &crowd[opened];
      who->stalled = stalled_every > 0 && opened % stalled_every == 0;
      // Stalled ones are every n-th; a sample that is prime to it stays a sixteenth of the others.
      who->sampled = !who->stalled && (opened * 2654435761u >> 8) % SAMPLE == 0;
      open_socket(poll, who, port);
      opened++;
    }
    const int ready = epoll_wait(poll, events, 512, 100);
    for (int at = 0; at < ready; at++) {
      if (events[at].data.ptr) hear(poll, events[at].data.ptr);
      else {
        char order[64] = {0};
        const ssize_t length = read(0, order, sizeof order - 1);
        if (length <= 0) return 0;
        if (strncmp(order, "window", 6) == 0) begin_window();
        else if (sscanf(order, "expect %lld", &expected) == 1) heard_at = now_ms();
      }
    }
    if (!told && joined == sockets) {
      told = 1;
      puts("{\"ready\":true}");
      fflush(stdout);
    }
    if (expected >= 0) {
      if (delivered != heard) heard_at = now_ms();
      heard = delivered;
      if (delivered >= expected || now_ms() - heard_at > 5000) {
        report();
        expected = -1;
      }
    }
  }
}
