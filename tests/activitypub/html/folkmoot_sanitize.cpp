// The sanitiser as a filter, for checks by a second HTML parser that C++ does not have.
//
// Standard input is a sequence of requests, standard output the answers in order, each flushed:
//   request  "<policy> <bytes>\n" and so many bytes; policy is "note" or "article"
//   answer   "<bytes> <misleading> <truncated> <microseconds>\n" and so many bytes; the flags are 0
//   or 1
// From the first request on the kernel kills the process when it opens a file or a socket (property
// P12). With `--stack KIB` the sanitiser runs on a thread with a stack of that size (property P10).
#include "activitypub/html/sanitizer.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <malloc.h>
#include <pthread.h>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

using folkmoot::activitypub::HtmlPolicy;

/// Makes open, openat, openat2, creat, socket and connect fatal, for good.
bool forbid_files_and_sockets() {
    constexpr auto forbidden = std::to_array<unsigned>(
        {SYS_open, SYS_openat, SYS_openat2, SYS_creat, SYS_socket, SYS_connect}
    );
    std::array<sock_filter, forbidden.size() + 3> program{};
    program[0] = BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr));
    for (std::size_t i = 0; i < forbidden.size(); ++i) {
        auto const to_kill = static_cast<unsigned char>(forbidden.size() - i);
        program[i + 1] = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, forbidden[i], to_kill, 0);
    }
    program[forbidden.size() + 1] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    program[forbidden.size() + 2] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
    sock_fprog const filter{static_cast<unsigned short>(program.size()), program.data()};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

void answer(std::string const& input, HtmlPolicy policy) {
    auto const start = std::chrono::steady_clock::now();
    auto const result = folkmoot::activitypub::sanitize(input, policy);
    auto const elapsed = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - start
    );
    auto const html = result.html.view();
    std::printf(
        "%zu %d %d %lld\n",
        html.size(),
        result.misleading_link ? 1 : 0,
        result.truncated ? 1 : 0,
        static_cast<long long>(elapsed.count())
    );
    std::fwrite(html.data(), 1, html.size(), stdout);
    std::fflush(stdout);
}

void* serve(void*) {
    std::array<char, 16> policy{};
    std::size_t length = 0;
    while (std::scanf("%15s %zu", policy.data(), &length) == 2 && std::getchar() == '\n') {
        std::string input(length, '\0');
        if (std::fread(input.data(), 1, length, stdin) != length) {
            break;
        }
        bool const article = std::string_view(policy.data()) == "article";
        answer(input, article ? HtmlPolicy::article : HtmlPolicy::note);
    }
    return nullptr;
}

}  // namespace

int main(int argc, char** argv) {
    std::size_t stack_kib = 8192;
    if (argc == 3 && std::string_view(argv[1]) == "--stack") {
        stack_kib = std::strtoul(argv[2], nullptr, 10);
    }
    // glibc opens /proc/sys/vm/overcommit_memory when it shrinks a thread's own arena: let all
    // share the first.
    mallopt(M_ARENA_MAX, 1);
    pthread_attr_t attributes;
    pthread_t thread{};
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, stack_kib * 1024);
    if (!forbid_files_and_sockets() || pthread_create(&thread, &attributes, serve, nullptr) != 0) {
        std::perror("folkmoot_sanitize");
        return 2;
    }
    pthread_join(thread, nullptr);
    return 0;
}
