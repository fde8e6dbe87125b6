// The vault of the offline demo, whose page holds every row anyhow: a demonstration, not protection. It keeps
// a code's text from being read in passing, and has the shape of the real one.
#pragma once

#include "authority/ports.h"

namespace parasol {

class PlainVault : public Vault {
  public:
    std::string fingerprint(const std::string& purpose, const std::string& text) override;
    std::string seal(const std::string& text) override;
    std::optional<std::string> open(const std::string& sealed) override;
};

}  // namespace parasol
