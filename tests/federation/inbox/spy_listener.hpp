// A listener that writes down what reaches it and answers as it is told.
#pragma once

#include "federation/inbox/listener.hpp"

#include <stdexcept>
#include <string>
#include <vector>

namespace folkmoot::tests {

class SpyListener final : public federation::Listener {
public:
    boost::asio::awaitable<federation::Outcome> handle(
        federation::VerifiedActivity activity, federation::FetchBudget* budget
    ) override {
        heard.push_back(activity);
        had_budget.push_back(budget != nullptr);
        if (poison) {
            throw std::runtime_error("poison");
        }
        if (budget == nullptr && wants_fetch) {
            co_return federation::Outcome{federation::Disposition::needs_fetch, 202, "spy"};
        }
        co_return answer;
    }

    std::vector<federation::VerifiedActivity> heard;
    std::vector<bool> had_budget;
    federation::Outcome answer{federation::Disposition::applied, 202, "spy.applied"};
    bool wants_fetch = false;
    bool poison = false;
};

}  // namespace folkmoot::tests
