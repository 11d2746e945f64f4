"""The layout: boxes apart, arrows to the right, and the order worth its name."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from gopay_help.authoring.draw.chart import Arrow, Size, _rising, lay_out


@st.composite
def graphs(draw):
    count = draw(st.integers(1, 25))
    sizes = {f"n{i}": Size(100.0, draw(st.sampled_from([30.0, 90.0, 200.0])), 10.0) for i in range(count)}
    arrows = []
    for target in range(1, count):
        for source in draw(st.sets(st.integers(0, target - 1), min_size=1, max_size=4)):
            port = draw(st.floats(5.0, 29.0))
            arrows.append(Arrow(f"n{source}", port, f"n{target}"))
    return sizes, arrows


@given(graphs())
def test_boxes_never_touch_and_arrows_lead_to_the_right(graph):
    sizes, arrows = graph
    layout = lay_out(sizes, arrows, column_gap=40, row_gap=12)
    for one, other in combinations(sizes, 2):
        a, b = layout.corners[one], layout.corners[other]
        apart = abs(a.x - b.x) >= 139.9
        above = a.y + sizes[one].height + 11.9 <= b.y or b.y + sizes[other].height + 11.9 <= a.y
        assert apart or above
    for arrow, route in zip(arrows, layout.routes, strict=True):
        source, target = layout.corners[arrow.source], layout.corners[arrow.target]
        assert route[0] == (source.x + 100, source.y + arrow.port)
        assert route[-1] == (target.x, target.y + 10)
        assert all(one.x < other.x for one, other in pairwise(route))
    for node, corner in layout.corners.items():
        assert 0 <= corner.x <= layout.width - 100
        assert -0.01 <= corner.y <= layout.height - sizes[node].height + 0.01


def test_a_crossing_that_can_be_avoided_is():
    sizes = {name: Size(10.0, 10.0, 5.0) for name in "abcdefgh"}
    pairs = ["ab", "ac", "ad", "bh", "cg", "df", "he", "ge", "fe"]
    layout = lay_out(sizes, [Arrow(a, 5.0, b) for a, b in pairs], column_gap=10, row_gap=5)
    assert layout.crossings == 0


def test_targets_stand_in_the_order_of_the_ways_out():
    sizes = {"q": Size(100.0, 90.0, 10.0), **{name: Size(100.0, 30.0, 10.0) for name in "zyx"}}
    arrows = [Arrow("q", 20.0, "x"), Arrow("q", 50.0, "y"), Arrow("q", 80.0, "z")]
    corners = lay_out(sizes, arrows, column_gap=40, row_gap=10).corners
    assert corners["x"].y < corners["y"].y < corners["z"].y


def test_arrows_to_one_node_share_their_bends():
    sizes = {name: Size(10.0, 30.0, 5.0) for name in "abc"}
    arrows = [Arrow("a", 5.0, "b"), Arrow("b", 5.0, "c"), Arrow("a", 8.0, "c"), Arrow("a", 25.0, "c")]
    first, second = lay_out(sizes, arrows, column_gap=10, row_gap=5).routes[2:]
    assert first[1:] == second[1:]
    assert len(first) == 4


@given(st.lists(st.floats(-1e6, 1e6)))
def test_the_nearest_rising_values(values):
    rising = _rising(values)
    assert len(rising) == len(values)
    assert all(one <= other + 1e-6 for one, other in pairwise(rising))
    assert abs(sum(rising) - sum(values)) <= 1e-3 * (1 + sum(map(abs, values)))
    if values == sorted(values):
        assert rising == values
