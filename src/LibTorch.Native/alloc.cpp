// Small CPU buffers from per-thread lists. libtorch asks posix_memalign for every tensor's memory, which costs a third of adding
// two 8x8 matrices; blocks of up to 4 KB are kept instead, at most 8 MB a thread, and reused.
#include <c10/core/CPUAllocator.h>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace {

// A block starts with its bin's number and goes on, aligned as libtorch expects, with the tensor's memory. Bin b has room for
// b * 64 bytes; bin 0 is a block of any size from libtorch's own allocator.
constexpr size_t header = 64;
constexpr size_t bins = 65;
constexpr uint32_t most = 60; // blocks kept a bin

struct Block {
    size_t bin;
    Block *next;
};

struct Lists {
    Block *first[bins] = {};
    uint32_t count[bins] = {};
    bool open = true;
    ~Lists() {
        open = false; // what is freed after the thread's lists are gone goes straight back to the system
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
        void *memory = nullptr;
        if (bin < bins) {
            auto &l = lists;
            memory = l.first[bin];
            if (memory) {
                l.first[bin] = l.first[bin]->next;
                l.count[bin]--;
            } else if (posix_memalign(&memory, 64, header + bin * 64) != 0) {
                memory = nullptr;
            }
        }
        if (!memory) { // large, or no memory left: libtorch says so in its own words
            memory = system_allocator()->raw_allocate(header + n);
            bin = 0;
        }
        static_cast<Block *>(memory)->bin = bin;
        void *data = static_cast<char *>(memory) + header;
        return {data, data, &give_back, c10::Device(c10::kCPU)};
    }
};

// WORKBENCH_SMALL_BLOCKS=0 leaves libtorch's own allocator in place, for memory checkers and for comparing.
[[maybe_unused]] const bool installed = [] {
    const char *choice = std::getenv("WORKBENCH_SMALL_BLOCKS");
    if (choice && *choice == '0') return false;
    c10::SetCPUAllocator(new SmallBlocks, 1); // never deleted: tensors may outlive every static object
    return true;
}();

} // namespace
