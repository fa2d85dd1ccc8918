#include "node/publish/publisher.hpp"

#include "node/publish/draft.hpp"

#include <utility>

namespace folkmoot::node {

Publisher::Publisher(storage::Store& store, Site const& site, KeyVault& vault, Clock now)
    : store_(store), site_(site), vault_(vault), now_(std::move(now)) {}

Draft Publisher::begin(storage::Txn const& txn) const {
    return {{store_, txn, site_}, vault_, now_()};
}

}  // namespace folkmoot::node
