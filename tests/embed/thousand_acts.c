/* How much memory a host needs that has a thousand acts loaded at once.
 *
 *   thousand_acts libassemblies.so COPY...     paths that may be written to
 *
 * First one object is opened a thousand times, with an allocator that counts. Then the object is
 * loaded again from each copy, as a host does with different acts: what the kernel counts as memory
 * of the process's own (heap, relocated data) grows by so much for each, and a thousand times that
 * must fit. Pages of the file itself, code and descriptor, are the kernel's cache: shared among
 * processes, given up when memory is wanted. They are printed only. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acta/acta.h"

enum { kActs = 1000 };
static const double kMostBytes = 200e6;

static int failures = 0;

static void expect(int holds, const char* claim) {
  if (!holds) {
    fprintf(stderr, "does not hold: %s\n", claim);
    ++failures;
  }
}
#define EXPECT(holds) expect((holds) ? 1 : 0, #holds)

static size_t held = 0;

static void* allocate(void* context, size_t size) {
  (void)context;
  held += size;
  return malloc(size);
}
static void release(void* context, void* memory, size_t size) {
  (void)context;
  held -= memory == NULL ? 0 : size;
  free(memory);
}
static const acta_allocator counting = {NULL, allocate, release};

/* What is called of a shared object. */
typedef struct object {
  void* handle;
  const struct acta_compiled_act* compiled;
  acta_status (*load)(const struct acta_compiled_act*, const acta_allocator*, acta_act**,
                      acta_detail*);
  void (*close)(acta_act*);
} object;

static object open_object(const char* path) {
  object opened;
  void* symbol;
  memset(&opened, 0, sizeof opened);
  opened.handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (opened.handle == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    exit(3);
  }
  opened.compiled = (const struct acta_compiled_act*)dlsym(opened.handle, "acta_compiled");
  /* ISO C knows no way from an address of data to one of code. */
  symbol = dlsym(opened.handle, "acta_act_load");
  memcpy(&opened.load, &symbol, sizeof symbol);
  symbol = dlsym(opened.handle, "acta_act_close");
  memcpy(&opened.close, &symbol, sizeof symbol);
  return opened;
}

static void copy_file(const char* from, const char* to) {
  static char bytes[1 << 16];
  FILE* const in = fopen(from, "rb");
  FILE* const out = fopen(to, "wb");
  size_t count;
  if (in == NULL || out == NULL) {
    perror(in == NULL ? from : to);
    exit(3);
  }
  while ((count = fread(bytes, 1, sizeof bytes, in)) != 0) {
    if (fwrite(bytes, 1, count, out) != count) {
      perror(to);
      exit(3);
    }
  }
  fclose(in);
  fclose(out);
}

/* A line of /proc/self/smaps_rollup, in bytes. */
static double counted(const char* name) {
  char line[256];
  double kilobytes = 0;
  FILE* const file = fopen("/proc/self/smaps_rollup", "r");
  while (file != NULL && fgets(line, sizeof line, file) != NULL) {
    if (strncmp(line, name, strlen(name)) == 0) {
      kilobytes = strtod(line + strlen(name), NULL);
    }
  }
  if (file != NULL) {
    fclose(file);
  }
  return kilobytes * 1024;
}

static void open_a_thousand_times(const char* path) {
  static acta_act* acts[kActs];
  const object opened = open_object(path);
  const size_t before = held;
  int i;
  for (i = 0; i < kActs; ++i) {
    EXPECT(opened.load(opened.compiled, &counting, &acts[i], NULL) == ACTA_OK);
  }
  printf("%d acts of one object: %.1f MB from the host's allocator\n", kActs,
         (double)(held - before) / 1e6);
  EXPECT(held > before && (double)(held - before) < kMostBytes);
  for (i = 0; i < kActs; ++i) {
    opened.close(acts[i]);
  }
  EXPECT(held == before);
  dlclose(opened.handle);
}

static void load_copies(const char* path, char** copies, int count) {
  double own;
  double resident;
  int i;
  for (i = 0; i < count; ++i) {
    copy_file(path, copies[i]);
  }
  own = counted("Anonymous:");
  resident = counted("Rss:");
  for (i = 0; i < count; ++i) {
    const object opened = open_object(copies[i]);
    acta_act* act = NULL;
    EXPECT(opened.load(opened.compiled, &counting, &act, NULL) == ACTA_OK);
  }
  own = (counted("Anonymous:") - own) / count;
  resident = (counted("Rss:") - resident) / count;
  printf("%d objects: %.0f kB each of the process's own, %.0f kB of the file\n", count, own / 1e3,
         (resident - own) / 1e3);
  EXPECT(own > 0 && own * kActs < kMostBytes);
  for (i = 0; i < count; ++i) {
    remove(copies[i]);
  }
}

int main(int argc, char** argv) {
  if (argc < 2) {
    fprintf(stderr, "usage: thousand_acts libassemblies.so COPY...\n");
    return 2;
  }
  if (argc > 2) {
    load_copies(argv[1], argv + 2, argc - 2);
  }
  open_a_thousand_times(argv[1]);
  return failures == 0 ? 0 : 1;
}
