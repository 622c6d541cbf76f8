#include "../labels.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "../layout.hpp"
#include "printed_card.hpp"
#include "text_models.hpp"

namespace {

using namespace cotejo::ine_front;

TEST(Labels, AreFoundOnBothGenerations) {
  const std::string bytes = cotejo::test::text_model_bytes("spa");
  const cotejo::text_reading::LineNetwork network(cotejo::text_reading::read_model(std::as_bytes(std::span(bytes))));
  const cotejo::text_reading::Alphabet letters(network, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
                                               {"AÁ", "EÉ", "IÍ", "OÓ", "UÚ", "NÑ"}, " ");
  for (const auto generation : {cotejo::test::Generation::kDef, cotejo::test::Generation::kGh}) {
    std::mt19937 random(2);
    const auto person = cotejo::test::invent_person(random);
    auto print = cotejo::test::invent_print(random, cotejo::test::Level::kClean);
    print.generation = generation;
    cv::Mat grey;
    cv::cvtColor(cotejo::test::print_front(person, print, random), grey, cv::COLOR_BGR2GRAY);
    CardText card;
    card.size = grey.size();
    card.lines = cotejo::text_reading::read_lines(grey, cotejo::text_reading::find_lines(grey), network,
                                                  cotejo::text_reading::every_letter(network));
    card.labels = find_labels(card.lines, letters);
    for (Label label : {Label::name, Label::sex, Label::clave_elector, Label::curp, Label::registration,
                        Label::birth_date, Label::section, Label::validity})
      EXPECT_NE(card.find(label), nullptr) << static_cast<int>(label);
    EXPECT_EQ(card.find(Label::locality) != nullptr, generation == cotejo::test::Generation::kDef);

    const auto* curp = card.find(Label::curp);
    ASSERT_NE(curp, nullptr);
    const auto spots = spots_of(card, *curp);
    ASSERT_FALSE(spots.empty());
    const auto box = card.lines[spots[0].line].box_of(spots[0].span);
    EXPECT_GT(box.width, 10 * box.height) << "a CURP is a long line";
  }
}

}  // namespace
