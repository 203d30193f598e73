#include "internal.h"
#include <c10/util/Exception.h>

namespace wb {

static thread_local std::string last_error;

int32_t fail(int32_t status, std::string text) {
    last_error = std::move(text);
    return status;
}

// Turns the exception in flight into a status and libtorch's own sentence, without the C++ stack.
int32_t fail_current() {
    try {
        throw;
    } catch (const c10::IndexError &e) {
        return fail(WB_INDEX_ERROR, e.what_without_backtrace());
    } catch (const c10::NotImplementedError &e) {
        return fail(WB_NOT_IMPLEMENTED, e.what_without_backtrace());
    } catch (const c10::Error &e) {
        std::string text = e.what_without_backtrace();
        bool memory = text.find("out of memory") != std::string::npos ||
                      text.find("not enough memory") != std::string::npos ||
                      text.find("can't allocate memory") != std::string::npos;
        return fail(memory ? WB_OUT_OF_MEMORY : WB_ERROR, std::move(text));
    } catch (const std::bad_alloc &) {
        return fail(WB_OUT_OF_MEMORY, "not enough memory");
    } catch (const std::exception &e) {
        return fail(WB_ERROR, e.what());
    } catch (...) {
        return fail(WB_ERROR, "an exception of unknown type was thrown inside libtorch");
    }
}

const std::string &last_error_text() { return last_error; }

} // namespace wb

WB_API const char *wb_last_error() { return wb::last_error.c_str(); }
