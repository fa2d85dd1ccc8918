// Entry point of every unit test binary: GoogleTest plus the one flag of our own.
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

#include <string_view>

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--update-golden") {
            folkmoot::tests::update_golden_files = true;
        }
    }
    return RUN_ALL_TESTS();
}
