"""A page on which every check of a page must find a fault."""

from __future__ import annotations

CONTROL = """<!doctype html>
<html><head><meta charset="utf-8"><title></title>
<style>
  :focus, :focus-visible { outline: none }
  .wide { width: 2000px; color: #ccc; background: #fff }
  .small { display: inline-block; width: 8px; height: 8px; overflow: hidden }
</style></head>
<body>
<button class="small" id="one">x</button><button class="small" id="one">y</button>
<h3>No first heading</h3>
<p class="wide">A wide paragraph whose words are hard to see.</p>
<img src="http://192.0.2.1/picture.png">
<form data-filter><input name="q"><select name="kind"><option value="">Any<option value="no-such">None</select></form>
<p data-filter-status></p>
<p data-filter-empty><button data-filter-clear>Clear</button></p>
<p data-item hidden>Hidden where scripts are off</p><p data-item>Shown</p>
<a href="missing.html">Nowhere</a><div><p>Not closed</span>
<script>console.log("a message"); undefinedFunction();</script>
</body></html>
"""
