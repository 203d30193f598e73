// CPU memory for tensors: small buffers come from per-thread lists, and all of it is counted.
// libtorch asks posix_memalign for every tensor's memory, which costs a third of adding two 8x8 matrices; blocks of up to 4 KB are
// kept instead, at most 8 MB a thread, and reused. The count also sees what only the autograd graph holds, where no handle is.
#include "internal.h"
#include <atomic>
#include <c10/core/CPUAllocator.h>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <utility>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace {

// A block starts with its bin's number and goes on, aligned as libtorch expects, with the tensor's memory. Bin b has room for
// b * 64 bytes; bin 0 is a block of any size from libtorch's own allocator.
constexpr size_t header = 64;
constexpr size_t bins = 65;
constexpr uint32_t most = 60; // blocks kept a bin

struct Block {
    size_t bin;
    size_t bytes; // all of the block
    Block *next;  // while on a list
};

std::atomic<int64_t> live{0};
bool installed = false;

struct Lists {
    Block *first[bins] = {};
    uint32_t count[bins] = {};
    int64_t pending = 0; // bytes not yet in the common count, so that threads seldom touch it
    bool open = true;

    void count_bytes(int64_t bytes) {
        pending += bytes;
        if (pending > 65536 || pending < -65536 || !open) live.fetch_add(std::exchange(pending, 0), std::memory_order_relaxed);
    }

    ~Lists() {
        open = false; // what is freed after the thread's lists are gone goes straight back to the system
        count_bytes(0);
        for (Block *block : first)
            while (block) std::free(std::exchange(block, block->next));
    }
};

thread_local Lists lists;

c10::Allocator *system_allocator() {
    static c10::Allocator *own = c10::GetDefaultCPUAllocator();
    return own;
}

void give_back(void *data) {
    if (!data) return;
    auto *block = reinterpret_cast<Block *>(static_cast<char *>(data) - header);
    const size_t bin = block->bin;
    auto &l = lists;
    l.count_bytes(-static_cast<int64_t>(block->bytes));
    if (bin == 0) {
        system_allocator()->raw_deallocate(block);
    } else if (!l.open || l.count[bin] >= most) {
        std::free(block);
    } else {
        block->next = l.first[bin];
        l.first[bin] = block;
        l.count[bin]++;
    }
}

// allocate() is const before libtorch 2.3 and is not after, and copy_data came later: whichever fits overrides.
class SmallBlocks final : public c10::Allocator {
  public:
    c10::DataPtr allocate(size_t n) const { return make(n); }
    c10::DataPtr allocate(size_t n) { return make(n); }
    c10::DeleterFnPtr raw_deleter() const { return &give_back; }
    void copy_data(void *to, const void *from, std::size_t n) const { std::memcpy(to, from, n); }

  private:
    static c10::DataPtr make(size_t n) {
        if (n == 0) return {nullptr, nullptr, &give_back, c10::Device(c10::kCPU)};
        size_t bin = (n + 63) / 64;
        size_t bytes = header + bin * 64;
        void *memory = nullptr;
        auto &l = lists;
        if (bin < bins) {
            memory = l.first[bin];
            if (memory) {
                l.first[bin] = l.first[bin]->next;
                l.count[bin]--;
            } else if (posix_memalign(&memory, 64, bytes) != 0) {
                memory = nullptr;
            }
        }
        if (!memory) { // large, or no memory left: libtorch says so in its own words
            memory = system_allocator()->raw_allocate(bytes);
            bin = 0;
        }
        auto *block = static_cast<Block *>(memory);
        block->bin = bin;
        block->bytes = bytes;
        l.count_bytes(static_cast<int64_t>(bytes));
        void *data = static_cast<char *>(memory) + header;
        return {data, data, &give_back, c10::Device(c10::kCPU)};
    }
};

// WORKBENCH_SMALL_BLOCKS=0 leaves libtorch's own allocator in place, for memory checkers and for comparing.
[[maybe_unused]] const bool done = [] {
    const char *choice = std::getenv("WORKBENCH_SMALL_BLOCKS");
    if (choice && *choice == '0') return false;
    c10::SetCPUAllocator(new SmallBlocks, 1); // never deleted: tensors may outlive every static object
#if defined(__GLIBC__)
    // Activations of a training step come and go; returned to the system and asked for again, each page of them is a page fault.
    mallopt(M_MMAP_THRESHOLD, 64 << 20);
    mallopt(M_TRIM_THRESHOLD, 128 << 20);
#endif
    return installed = true;
}();

} // namespace

bool wb::counts_cpu_memory() { return installed; }

// Where the bytes of live CPU tensors stand, give or take 64 KB a thread; null when they are not counted.
WB_API int64_t *wb_live_cpu_bytes() {
    static_assert(sizeof(live) == sizeof(int64_t), "read as a plain number on the managed side");
    return installed ? reinterpret_cast<int64_t *>(&live) : nullptr;
}
