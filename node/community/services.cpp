#include "node/community/services.hpp"

namespace folkmoot::node {

RsaKeySource key_source(KeyPool& pool) {
    return [&pool] { return pool.take(); };
}

}  // namespace folkmoot::node
