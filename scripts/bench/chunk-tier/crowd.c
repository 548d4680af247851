// A crowd for the chunk-tier bench: one thread, epoll, no copies that can be left out.
//   crowd pages PORT VIEWERS PREFIX FIRST EVERY_MS SPREAD_MS SECONDS   asks for page after page, as room-pages.ts does;
//                                                                   with SPREAD_MS -1 at once, so that it waits inside the request
//   crowd sockets PORT VIEWERS PATH 0 0 0 SECONDS                   opens WebSockets and reads whatever comes
// Prints "counting" and "counted" around the seconds that count, then one line of JSON.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define WHEEL 16384
#define MOST_PAGES 256
#define MOST_MS 4000
#define BUFFER 262144

typedef struct {
  int fd, page, left, next; // `next` in the wheel's bucket; `left` of the body, -1 while the head is awaited
  uint64_t hash;
} Viewer;
typedef struct {
  double first_ms;
  uint64_t hash;
  unsigned received, wrong, late[MOST_MS];
} Page;

static Viewer *viewers;
static Page pages[MOST_PAGES];
static int wheel[WHEEL], port, count, first, every, spread, epoll_fd;
static const char *prefix;
static char buffer[BUFFER];
static unsigned long long bytes, received, errors;
static int counting, is_sockets;

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}
static void die(const char *why) { perror(why); exit(1); }
static double cpu_ms(void) {
  struct rusage r;
  getrusage(RUSAGE_SELF, &r);
  return (r.ru_utime.tv_sec + r.ru_stime.tv_sec) * 1e3 + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e3;
}

static void ask(int at) {
  char text[400];
  Viewer *v = &viewers[at];
  int length = is_sockets ? snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", prefix, port)
                          : snprintf(text, sizeof text, "GET %s%d HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: gzip\r\n\r\n", prefix, v->page);
  v->left = -1;
  v->hash = 1469598103934665603ull;
  if (write(v->fd, text, length) != length) errors++;
}

static void later(int at, double ms) {
  if (ms < 0) return ask(at);
  int slot = ((long long)(now_ms() + ms)) % WHEEL;
  viewers[at].next = wheel[slot];
  wheel[slot] = at;
}

static void join(int at) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) < 0) die("connect");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  viewers[at] = (Viewer){.fd = fd, .page = first, .left = -1, .next = -1};
  struct epoll_event e = {.events = EPOLLIN, .data.u32 = at};
  epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &e);
  ask(at);
}

/** The whole page is here: the same bytes for everybody, and the next one when it is due. */
static void turn(int at) {
  Viewer *v = &viewers[at];
  Page *p = &pages[v->page - first];
  double now = now_ms();
  if (p->first_ms == 0) p->first_ms = now, p->hash = v->hash;
  if (p->hash != v->hash) p->wrong++;
  p->received++;
  if (counting) {
    int late = now - p->first_ms;
    p->late[late < MOST_MS ? late : MOST_MS - 1]++;
    received++;
  }
  if (++v->page - first >= MOST_PAGES) exit(2);
  if (spread < 0) return ask(at);
  double due = p->first_ms + every + 30 + rand() / (RAND_MAX + 1.0) * spread - now;
  later(at, due < 2 ? 2 : due);
}

static void read_page(int at, char *from, int length) {
  Viewer *v = &viewers[at];
  if (v->left < 0) {
    char *end = memmem(from, length, "\r\n\r\n", 4), *size = memmem(from, length, "ength: ", 7);
    if (!end || !size || memcmp(from, "HTTP/1.1 200", 12)) {
      errors++;
      return later(at, 1000);
    }
    v->left = atoi(size + 7);
    length -= end + 4 - from;
    from = end + 4;
  }
  for (int k = 0; k < length; k++) v->hash = (v->hash ^ (unsigned char)from[k]) * 1099511628211ull;
  v->left -= length;
  if (v->left <= 0) turn(at);
}

int main(int argc, char **argv) {
  if (argc < 9) return 1;
  is_sockets = !strcmp(argv[1], "sockets");
  port = atoi(argv[2]), count = atoi(argv[3]), prefix = argv[4], first = atoi(argv[5]), every = atoi(argv[6]), spread = atoi(argv[7]);
  double seconds = atof(argv[8]);
  viewers = calloc(count, sizeof *viewers);
  epoll_fd = epoll_create1(0);
  for (int k = 0; k < WHEEL; k++) wheel[k] = -1;
  struct epoll_event ready[1024];
  int joined = 0, opened = 0;
  double tick = now_ms(), begins = 0, ends = 0, began_cpu = 0;
  for (;;) {
    // An accept queue is not what is measured: a few at a time, and of sockets no more than were let in.
    for (int k = 0; k < 40 && joined < count && (!is_sockets || joined - opened < 100); k++) join(joined++);
    if (joined == count && (!is_sockets || opened == count) && begins == 0) begins = now_ms() + 4000, ends = begins + seconds * 1e3;
    int n = epoll_wait(epoll_fd, ready, 1024, 1);
    for (int k = 0; k < n; k++) {
      int at = ready[k].data.u32, length = read(viewers[at].fd, buffer, BUFFER);
      if (length <= 0) {
        if (length < 0 && errno == EAGAIN) continue;
        errors++;
        if (is_sockets && viewers[at].left < 0) opened++; // refused, and nothing to wait for
        epoll_ctl(epoll_fd, EPOLL_CTL_DEL, viewers[at].fd, NULL);
        continue;
      }
      if (counting) bytes += length;
      if (!is_sockets) read_page(at, buffer, length);
      else if (viewers[at].left < 0) viewers[at].left = 0, opened++, errors += memcmp(buffer, "HTTP/1.1 101", 12) != 0;
      else if (counting) received++;
    }
    double now = now_ms();
    for (; tick < now; tick++) {
      int slot = ((long long)tick) % WHEEL, at = wheel[slot];
      wheel[slot] = -1;
      while (at >= 0) {
        int following = viewers[at].next;
        ask(at);
        at = following;
      }
    }
    if (begins > 0 && !counting && now >= begins) counting = 1, began_cpu = cpu_ms(), printf("counting\n"), fflush(stdout);
    if (counting && now >= ends) break;
  }
  double cpu = cpu_ms() - began_cpu;
  printf("counted\n");
  printf("{\"received\":%llu,\"bytes\":%llu,\"errors\":%llu,\"cpuMs\":%.1f,\"pages\":[", received, bytes, errors, cpu);
  const char *comma = "";
  for (int k = 0; k < MOST_PAGES && !is_sockets; k++) {
    if (!pages[k].received) continue;
    printf("%s{\"n\":%d,\"firstMs\":%.1f,\"received\":%u,\"wrong\":%u,\"late\":[", comma, first + k, pages[k].first_ms, pages[k].received, pages[k].wrong);
    const char *inner = "";
    for (int ms = 0; ms < MOST_MS; ms++)
      if (pages[k].late[ms]) printf("%s[%d,%u]", inner, ms, pages[k].late[ms]), inner = ",";
    printf("]}"), comma = ",";
  }
  printf("]}\n");
  return 0;
}
