// The compiled part of Asio for this test binary: the storage library itself does without.
#include <boost/asio/impl/src.hpp>
