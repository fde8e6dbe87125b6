// How often something may be asked: buckets that fill up with time, and waiting that grows with wrong passwords. In
// memory alone and bounded; the caller brings the time, of a clock that nobody sets (steady_now).
#pragma once

#include <string>
#include <unordered_map>

#include "domain/ids.h"

namespace parasol::server {

class Buckets {
  public:
    // Each bucket holds `most` at first and gains `a_second`.
    Buckets(double most, double a_second) : most_(most), a_second_(a_second) {}
    // Takes one; else how long until there is one (above 0).
    Duration take(const std::string& whose, Instant now);

  private:
    struct Bucket {
        double level = 0;
        Instant at = 0;
    };
    double most_;
    double a_second_;
    std::unordered_map<std::string, Bucket> buckets_;
};

// Wrong passwords (ASVS 6.3.1): some are free, then each one doubles the time until the next try counts, up to a
// quarter of an hour; and what was wrong is forgotten, one by one, with time. Counted for an address that is signed in
// as, for an address of the network, and overall; a device from which this person has signed in before is counted by
// itself, so that nobody is kept out by others.
class SignInThrottle {
  public:
    struct Try {
        std::string email;    // as it counts: trimmed, lower case
        std::string network;  // the address that it comes from
        std::string device;   // what proves an earlier sign-in of this email here; empty: nothing
    };
    // From when this may be tried; at most `now` where it may be.
    Instant allowed_from(const Try& attempt, Instant now) const;
    void wrong(const Try& attempt, Instant now);
    void right(const Try& attempt);

  private:
    struct Rule {
        double free;       // so many wrong ones make nobody wait
        Duration forgets;  // one of them in this time
    };
    struct Count {
        double wrong = 0;
        Instant last = 0;
        double left(const Rule& rule, Instant now) const;
    };
    static const Rule of_person, of_network, of_everybody;
    static std::string by_person(const Try& attempt);
    Instant from(const std::string& key, const Rule& rule, Instant now) const;
    void count(const std::string& key, const Rule& rule, Instant now);

    std::unordered_map<std::string, Count> counts_;
};

}  // namespace parasol::server
