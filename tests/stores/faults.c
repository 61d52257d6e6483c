/* Stands between Python and the system's calls on files: counts those that change a folder, writes down what they do,
   and lets one of them fail, or ends the process there. Preloaded; armed through ctypes. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NONE, FAIL_IO, FAIL_ROOM, HALF_THEN_ROOM, KILL_BEFORE, KILL_HALF, KILL_AFTER };

static char folder[PATH_MAX];
static int armed, countdown, mode, counted, journal = -1;

void fault_arm(const char *where, int at, int how) {
    strncpy(folder, where, sizeof folder - 1);
    countdown = at; mode = how; counted = 0; armed = 1;
}
int fault_disarm(void) { armed = 0; return counted; }
void fault_record(int fd) { journal = fd; }

static int path_of(int fd, char *out) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, out, PATH_MAX - 1);
    if (n < 0) return 0;
    out[n] = 0;
    return 1;
}

static int ours(const char *path) { return armed && strncmp(path, folder, strlen(folder)) == 0; }

/* Whether the call is the one; 0 where it is to go its way. */
static int strikes(void) { counted++; return --countdown == 0 ? mode : NONE; }

static void note(const char *what, const char *path, const char *other, long at, long size, const void *data) {
    if (journal < 0) return;
    static ssize_t (*put)(int, const void *, size_t);
    if (!put) put = (ssize_t (*)(int, const void *, size_t)) dlsym(RTLD_NEXT, "write");
    char head[3 * PATH_MAX];
    int n = snprintf(head, sizeof head, "%s\t%s\t%s\t%ld\t%ld\n", what, path, other ? other : "", at, size);
    put(journal, head, n);
    if (data) put(journal, data, size);
}

static int failed(int strike) {
    if (strike == KILL_BEFORE || strike == KILL_HALF) raise(SIGKILL);
    if (strike == FAIL_IO || strike == FAIL_ROOM || strike == HALF_THEN_ROOM) {
        errno = strike == FAIL_IO ? EIO : ENOSPC;
        return 1;
    }
    return 0;
}

static void after(int strike) { if (strike == KILL_AFTER) raise(SIGKILL); }

static ssize_t written(int fd, const void *data, size_t size, off_t at, int placed) {
    ssize_t (*put)(int, const void *, size_t) = (ssize_t (*)(int, const void *, size_t)) dlsym(RTLD_NEXT, "write");
    ssize_t (*place)(int, const void *, size_t, off_t) =
        (ssize_t (*)(int, const void *, size_t, off_t)) dlsym(RTLD_NEXT, "pwrite64");
    char path[PATH_MAX];
    if (!armed || !path_of(fd, path) || !ours(path)) return placed ? place(fd, data, size, at) : put(fd, data, size);
    int strike = strikes();
    if (strike == KILL_HALF || strike == HALF_THEN_ROOM) {
        size_t half = size / 2;
        if (half) { if (placed) place(fd, data, half, at); else put(fd, data, half); }
        if (strike == HALF_THEN_ROOM && half) { countdown = 1; mode = FAIL_ROOM; return half; }
    }
    if (failed(strike)) return -1;
    ssize_t done = placed ? place(fd, data, size, at) : put(fd, data, size);
    if (done > 0) note("write", path, 0, placed ? at : lseek(fd, 0, SEEK_CUR) - done, done, data);
    after(strike);
    return done;
}

ssize_t write(int fd, const void *data, size_t size) { return written(fd, data, size, 0, 0); }
ssize_t pwrite64(int fd, const void *data, size_t size, off_t at) { return written(fd, data, size, at, 1); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return written(fd, data, size, at, 1); }


static int synced(int fd, int (*real)(int)) {
    char path[PATH_MAX];
    if (!armed || !path_of(fd, path) || !ours(path)) return real(fd);
    int strike = strikes();
    if (failed(strike)) return -1;
    int done = real(fd);
    if (!done) note("sync", path, 0, 0, 0, 0);
    after(strike);
    return done;
}
int fsync(int fd) { return synced(fd, (int (*)(int)) dlsym(RTLD_NEXT, "fsync")); }
int fdatasync(int fd) { return synced(fd, (int (*)(int)) dlsym(RTLD_NEXT, "fdatasync")); }

static int cut(int fd, off_t size) {
    int (*real)(int, off_t) = (int (*)(int, off_t)) dlsym(RTLD_NEXT, "ftruncate64");
    char path[PATH_MAX];
    if (!armed || !path_of(fd, path) || !ours(path)) return real(fd, size);
    int strike = strikes();
    if (failed(strike)) return -1;
    int done = real(fd, size);
    if (!done) note("cut", path, 0, size, 0, 0);
    after(strike);
    return done;
}
int ftruncate64(int fd, off_t size) { return cut(fd, size); }
int ftruncate(int fd, off_t size) { return cut(fd, size); }

static int named(const char *what, const char *path, const char *other, int (*one)(const char *),
                 int (*two)(const char *, const char *)) {
    const char *touched = other ? other : path;
    if (!ours(touched)) return one ? one(path) : two(path, other);
    int strike = strikes();
    if (failed(strike)) return -1;
    int done = one ? one(path) : two(path, other);
    if (!done) note(what, path, other, 0, 0, 0);
    after(strike);
    return done;
}
int unlink(const char *path) { return named("unlink", path, 0, (int (*)(const char *)) dlsym(RTLD_NEXT, "unlink"), 0); }
int rename(const char *from, const char *to) {
    return named("rename", from, to, 0, (int (*)(const char *, const char *)) dlsym(RTLD_NEXT, "rename"));
}
int link(const char *from, const char *to) {
    return named("link", from, to, 0, (int (*)(const char *, const char *)) dlsym(RTLD_NEXT, "link"));
}
int mkdir(const char *path, mode_t permitted) {
    int (*real)(const char *, mode_t) = (int (*)(const char *, mode_t)) dlsym(RTLD_NEXT, "mkdir");
    if (!ours(path)) return real(path, permitted);
    int strike = strikes();
    if (failed(strike)) return -1;
    int done = real(path, permitted);
    if (!done) note("mkdir", path, 0, 0, 0, 0);
    after(strike);
    return done;
}

static int opened(const char *path, int flags, mode_t permitted) {
    int (*real)(const char *, int, ...) = (int (*)(const char *, int, ...)) dlsym(RTLD_NEXT, "open64");
    struct stat known;
    if (!ours(path) || !(flags & O_CREAT)) return real(path, flags, permitted);
    int new = stat(path, &known) != 0, emptied = flags & O_TRUNC;
    if (!new && !emptied) return real(path, flags, permitted);
    int strike = strikes();
    if (failed(strike)) return -1;
    int fd = real(path, flags, permitted);
    if (fd >= 0 && new) note("create", path, 0, 0, 0, 0);
    else if (fd >= 0) note("cut", path, 0, 0, 0, 0);
    after(strike);
    return fd;
}
#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        mode_t permitted = 0; \
        if (flags & O_CREAT) { va_list more; va_start(more, flags); permitted = va_arg(more, mode_t); va_end(more); } \
        return opened(path, flags, permitted); \
    }
OPEN(open)
OPEN(open64)

/* A file system that knows no locks: FAULT_FLOCK is the number of the error it gives. */
int flock(int fd, int how) {
    static int (*next)(int, int);
    const char *refused = getenv("FAULT_FLOCK");
    if (refused) { errno = atoi(refused); return -1; }
    if (!next) next = (int (*)(int, int)) dlsym(RTLD_NEXT, "flock");
    return next(fd, how);
}
