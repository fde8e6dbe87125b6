// A folder of its own for a test, which goes with what is in it.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

#include "catch.h"

class Folder {
  public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "parasold-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()));
        path_ = name;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::string& path() const { return path_; }
    std::string file(const std::string& name) const { return path_ + "/" + name; }

  private:
    std::string path_;
};
