"use client";

// A slot has an error page of its own, or it would take the thread down with it.
export { default } from "../error";
