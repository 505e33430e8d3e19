from matching.language.ngrams import Bm25, extract_terms


def test_chinese_gives_characters_and_neighbouring_pairs() -> None:
    assert extract_terms("电焊工") == ["电", "焊", "工", "电焊", "焊工"]


def test_latin_words_and_numbers_stay_whole() -> None:
    assert extract_terms("PLC 编程 C++ 2.5") == ["plc", "编", "程", "编程", "c++", "2.5"]


def test_a_compound_also_gives_its_parts() -> None:
    assert extract_terms("X-ray") == ["x-ray", "x", "ray"]


def test_full_width_letters_are_the_same_word() -> None:
    assert extract_terms("ＣＮＣ") == extract_terms("cnc") == ["cnc"]


def test_punctuation_cuts_a_run_of_chinese() -> None:
    assert "工钳" not in extract_terms("焊工，钳工")


def test_nothing_readable_gives_no_terms() -> None:
    assert extract_terms("") == extract_terms("😀 —— !!") == []


def test_the_text_that_shares_rarer_terms_scores_higher() -> None:
    index = Bm25([extract_terms("焊工 学徒"), extract_terms("钳工 学徒"), extract_terms("养老护理员")])
    scores = index.scores(extract_terms("电焊学徒"))
    assert scores[0] > scores[1] > scores[2] == 0


def test_an_unknown_query_scores_nothing() -> None:
    index = Bm25([extract_terms("焊工"), []])
    assert index.scores(extract_terms("zzz")).tolist() == [0, 0]


def test_an_empty_set_can_be_asked() -> None:
    assert Bm25([]).scores(["焊"]).shape == (0,)
