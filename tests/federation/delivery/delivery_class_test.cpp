#include "federation/delivery/delivery_class.hpp"

#include <gtest/gtest.h>

namespace folkmoot::federation {
namespace {

using storage::DeliveryClass;

TEST(DeliveryClassOf, KnowsSoftwareByName) {
    EXPECT_EQ(class_of_software("lemmy"), DeliveryClass::threadiverse);
    EXPECT_EQ(class_of_software("folkmoot"), DeliveryClass::threadiverse);
    EXPECT_EQ(class_of_software("mastodon"), DeliveryClass::microblog);
    EXPECT_EQ(class_of_software("gotosocial"), DeliveryClass::microblog);
    EXPECT_EQ(class_of_software("something-new"), DeliveryClass::unknown);
    EXPECT_EQ(class_of_software(""), DeliveryClass::unknown);
}

TEST(DeliveryClassOf, BelievesWhatItSawMoreThanWhatItWasTold) {
    storage::HostRecord host;
    host.delivery_class = DeliveryClass::microblog;
    EXPECT_EQ(class_of(host), DeliveryClass::microblog);
    host.observed_class = DeliveryClass::threadiverse;
    EXPECT_EQ(class_of(host), DeliveryClass::threadiverse);
}

TEST(BodiesFor, ChoosesTheFormsOfTheClassInOrder) {
    storage::OutgoingRecord event;
    event.bodies.resize(3);
    event.bodies[0].threadiverse = event.bodies[0].unknown = true;
    event.bodies[1].microblog = event.bodies[1].unknown = true;
    auto const* const first = &event.bodies[0];
    auto const* const second = &event.bodies[1];
    using Bodies = std::vector<storage::OutgoingBodyRecord const*>;
    EXPECT_EQ(bodies_for(event, DeliveryClass::threadiverse), (Bodies{first}));
    EXPECT_EQ(bodies_for(event, DeliveryClass::microblog), (Bodies{second}));
    EXPECT_EQ(bodies_for(event, DeliveryClass::unknown), (Bodies{first, second}));
}

}  // namespace
}  // namespace folkmoot::federation
